/** The examples of docs/protocol.md: what the page shows is what the server answers. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { startServer } from './harness.mjs';

const page = await readFile(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```sh\n([\s\S]*?)^```\n\n```\w+\n([\s\S]*?)^```$/gm)];
const curlIsThere = spawnSync('curl', ['--version']).status === 0;

let server;
before(async () => {
  server = await startServer({ args: ['--demo-faults', '--token-delay-ms', '0'] });
});
after(() => server.stop());

/** What of an output counts: JSON by its values, other text by its lines, every time for the same. */
function essenceOf(output) {
  const text = output.replaceAll(/("createdAt": ?)"[^"]+"/g, '$1"…"').replaceAll(/}(?={)/g, '}\n');
  try {
    return JSON.parse(text);
  } catch {
    return text.split('\n').filter((line) => line !== '');
  }
}

test('the page has examples', () => {
  assert.ok(examples.length >= 8);
  assert.equal([...page.matchAll(/^```sh$/gm)].length, examples.length, 'each with its answer');
});

test(
  'every example gives what the page shows',
  { skip: curlIsThere ? false : 'curl is not installed' },
  () => {
    for (const [, command, expected] of examples) {
      const env = { ...process.env, HOLDFAST: server.url };
      const { stdout, status } = spawnSync('sh', ['-c', command], { env, encoding: 'utf8' });
      assert.equal(status, 0, command);
      assert.deepEqual(essenceOf(stdout), essenceOf(expected), command);
    }
  },
);
