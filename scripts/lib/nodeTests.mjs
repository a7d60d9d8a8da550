/** node:test over one folder of tests. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { listFiles } from './files.mjs';
import { Problem } from './Problem.mjs';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Runs every test file below a folder, or those alone whose names begin with `named`; that there is none is a failure.
 * @param {string} folder
 * @param {{env?: Record<string, string>, atOnce?: number, named?: string, timeoutMs: number}} options
 */
export async function runNodeTests(folder, { env, atOnce = 1, named = '', timeoutMs }) {
  const isChosen = (/** @type {string} */ file) =>
    file.endsWith('.test.mjs') && path.basename(file).startsWith(named);
  const files = existsSync(inRoot(folder)) ? listFiles(folder).filter(isChosen) : [];
  if (files.length === 0)
    throw new Problem(`There is no test in ${folder}: it holds no file named *.test.mjs.`);
  const options = ['--test', '--test-reporter=spec', `--test-concurrency=${atOnce}`];
  await run(process.execPath, [...options, ...files], { env, timeoutMs });
}
