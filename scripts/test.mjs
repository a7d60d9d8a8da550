/** `npm test`: everything. `npm test -- house js`: only these steps. `npm test -- --list`: their names. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages } from './lib/apt.mjs';
import { ensureNodeModules } from './lib/npm.mjs';
import { Problem } from './lib/Problem.mjs';
import { runMain } from './lib/report.mjs';
import { runSteps, summarize } from './lib/steps.mjs';
import { testSteps } from './lib/testSteps.mjs';

const list = testSteps.map(({ name, title }) => `${name.padEnd(8)} ${title}`).join('\n');

/** @param {string[]} names none: all of them */
function choose(names) {
  const unknown = names.filter((name) => !testSteps.some((step) => step.name === name));
  if (unknown.length > 0)
    throw new Problem(`There is no step named ${unknown.join(', ')}.`, `The steps are:\n${list}`);
  return testSteps.filter(({ name }) => names.length === 0 || names.includes(name));
}

await runMain(async () => {
  const options = /** @type {const} */ ({ list: { type: 'boolean', default: false } });
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (values.list) {
    console.log(list);
    return;
  }
  const steps = choose(positionals);
  await ensurePackages([...new Set(steps.flatMap(({ needs }) => needs))]);
  await ensureNodeModules();
  if (!summarize(await runSteps(steps))) process.exitCode = 1;
});
