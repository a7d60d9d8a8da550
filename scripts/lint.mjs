/** `npm run lint`, and `npm run format` which puts right what can be: every language of the project in one go. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages } from './lib/apt.mjs';
import { lintPurposes, lintSteps } from './lib/lint.mjs';
import { ensureNodeModules } from './lib/npm.mjs';
import { runMain } from './lib/report.mjs';
import { runSteps, summarize } from './lib/steps.mjs';

await runMain(async () => {
  const { values } = parseArgs({ options: { fix: { type: 'boolean', default: false } } });
  await ensurePackages(lintPurposes);
  await ensureNodeModules();
  if (!summarize(await runSteps(lintSteps({ fix: values.fix, testsToo: true })))) process.exitCode = 1;
});
