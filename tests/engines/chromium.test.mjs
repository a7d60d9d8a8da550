import test, { after } from 'node:test';
import { scenarios } from './scenarios/index.mjs';
import { Stage } from './support/Stage.mjs';
import { chromium } from './support/chromium.mjs';

const stage = new Stage(chromium);
after(() => stage.dispose());

for (const scenario of scenarios) {
  test(`in Chromium, ${scenario.sentence}`, { todo: scenario.defect }, stage.perform(scenario));
}
