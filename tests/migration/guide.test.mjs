/** The examples of docs/migration.md: what the page shows is what the server answers, flag by flag on one database. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { test } from 'node:test';
import { databaseFor } from '../server/databases.mjs';
import { startServer } from '../server/harness.mjs';

const guide = await readFile(new URL('../../docs/migration.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```$)?/gm)];
const curlIsThere = spawnSync('curl', ['--version']).status === 0;

/** What is shown, with `…` for what is another each time. @param {string} shown */
function patternOf(shown) {
  const parts = shown.trim().split('…');
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*?')}$`);
}

test('the guide deploys the backend with each value of the flag', () => {
  const deployed = blocks.flatMap(([, command]) => /--legacy-run (\w+)/.exec(command)?.[1] ?? []);
  assert.deepEqual(deployed, ['on', 'shadow', 'off']);
  assert.ok(blocks.filter(([, , shown]) => shown).length >= 4);
});

test(
  'every example of the guide gives what it shows',
  { skip: curlIsThere ? false : 'curl is not installed' },
  async (context) => {
    const database = await databaseFor(context);
    /** @type {Awaited<ReturnType<typeof startServer>> | undefined} */
    let server;
    context.after(() => server?.stop());
    for (const [, command, shown] of blocks) {
      const flag = /^holdfast-server .*--legacy-run (\w+)$/m.exec(command)?.[1];
      if (flag) {
        await server?.stop();
        const args = ['--legacy-run', flag, '--token-delay-ms', '0'];
        server = await startServer({ database: database.url, args });
        continue;
      }
      assert.ok(server && shown, `is it an example? ${command}`);
      const env = { ...process.env, HOLDFAST: server.url };
      const { stdout, status } = spawnSync('sh', ['-c', command], { env, encoding: 'utf8' });
      assert.equal(status, 0, command);
      assert.match(stdout.replaceAll(/}(?=[{h])/g, '}\n').trim(), patternOf(shown), command);
    }
  },
);
