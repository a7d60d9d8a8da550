/** node:test over one folder of tests. */
import { existsSync } from 'node:fs';
import process from 'node:process';
import { listFiles } from './files.mjs';
import { Problem } from './Problem.mjs';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Runs every test file below a folder; that there is none is a failure.
 * @param {string} folder
 * @param {{env?: Record<string, string>, atOnce?: number, timeoutMs: number}} options
 */
export async function runNodeTests(folder, { env, atOnce = 1, timeoutMs }) {
  const files = existsSync(inRoot(folder))
    ? listFiles(folder).filter((file) => file.endsWith('.test.mjs'))
    : [];
  if (files.length === 0)
    throw new Problem(`There is no test in ${folder}: it holds no file named *.test.mjs.`);
  const options = ['--test', '--test-reporter=spec', `--test-concurrency=${atOnce}`];
  await run(process.execPath, [...options, ...files], { env, timeoutMs });
}
