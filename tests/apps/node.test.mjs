/** A program in Node. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { promisify } from 'node:util';
import { Backend, uncutAnswer } from '../browser/support/Backend.mjs';
import { FreshApp } from './support/FreshApp.mjs';

const run = promisify(execFile);

test('a program in Node writes a message, hears its answer, and finds both on the backend', async (t) => {
  const app = await FreshApp.install('node');
  t.after(() => app.remove());
  const backend = new Backend({ page: app.folder, tokenDelayMs: 10 });
  t.after(() => backend.dispose());
  await backend.start();
  const content = 'What is a holdfast?';
  const { stdout } = await run(process.execPath, ['main.mjs', backend.url, content], {
    cwd: app.folder,
    timeout: 60_000,
  });
  const answer = await uncutAnswer([{ role: 'user', content }]);
  assert.deepEqual(JSON.parse(stdout), {
    lines: [`user: ${content}`, `assistant: ${answer}`],
    pending: 0,
    streamed: true,
  });
});
