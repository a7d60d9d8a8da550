import test, { after } from 'node:test';
import { scenarios } from './scenarios/index.mjs';
import { Stage } from './support/Stage.mjs';
import { firefox } from './support/firefox.mjs';

const stage = new Stage(firefox);
after(() => stage.dispose());

for (const scenario of scenarios) {
  test(`in Firefox, ${scenario.sentence}`, { todo: scenario.defect }, stage.perform(scenario));
}
