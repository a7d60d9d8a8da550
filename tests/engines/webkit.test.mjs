import test, { after } from 'node:test';
import { scenarios } from './scenarios/index.mjs';
import { Stage } from './support/Stage.mjs';
import { webkit } from './support/webkit.mjs';

const stage = new Stage(webkit);
after(() => stage.dispose());

for (const scenario of scenarios) {
  test(`in WebKitGTK, ${scenario.sentence}`, { todo: scenario.defect }, stage.perform(scenario));
}
