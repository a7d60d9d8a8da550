/** Databases that older servers left: brought up to date, with all that they held. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { append, get, message, post, readMessages, send, statuses } from './client.mjs';
import { runServer, startServer } from './harness.mjs';

const firstSchema = fileURLToPath(new URL('fixtures/schema-1.sql', import.meta.url));

/** An SQLite file made from a dump. */
async function restore(context, dump) {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-migration-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'old.sqlite');
  execFileSync('sqlite3', [file, `.read ${dump}`]);
  return file;
}

test('a database of the first schema is used on, with its conversations, decisions and keys', async (context) => {
  const file = await restore(context, firstSchema);
  const server = await startServer({ database: `sqlite:${file}` });
  const { conversations } = (await get(server.url, '/conversations')).json;
  assert.deepEqual(
    conversations.map((one) => [one.id, one.title, one.messageCount]),
    [
      ['old', 'Conversation old', 2],
      ['old-empty', 'Conversation old-empty', 0],
      ['old-keyed', 'By a key', 0],
    ],
  );
  const stored = await readMessages(server.url, 'old');
  assert.deepEqual(
    stored.map((one) => [one.position, one.id, one.role, one.parentId, one.status]),
    [
      [1, 'old-1', 'user', undefined, undefined],
      [2, 'old-3', 'assistant', 'old-1', 'interrupted'],
    ],
  );
  assert.deepEqual(stored[1].metadata, { model: 'small' });

  const again = await append(server.url, 'old', 'writer', [
    message(1, 'old-1'),
    { ...message(2, 'old-2'), role: 'robot' },
    { seq: 3, tombstone: true },
    message(4, 'old-3'),
    message(5, 'new-1'),
  ]);
  assert.deepEqual(statuses(again), ['duplicate', 'rejected', 'skipped', 'duplicate', 'stored']);
  assert.equal(again.json.results[4].position, 3);

  const keyed = await post(
    server.url,
    '/conversation/create',
    { id: 'old-keyed', title: 'By a key', config: { model: 'small' } },
    { 'idempotency-key': '"old-key"' },
  );
  assert.deepEqual([keyed.status, keyed.json.title], [201, 'By a key']);
  assert.equal((await send(server.url, 'DELETE', '/conversation/old-empty')).status, 204);
  await server.stop();

  const reopened = await startServer({ database: `sqlite:${file}` });
  assert.equal((await readMessages(reopened.url, 'old')).length, 3);
  await reopened.stop();
});

test('a file of a newer server is left alone', async (context) => {
  const file = await restore(context, firstSchema);
  execFileSync('sqlite3', [file, 'PRAGMA user_version = 999']);
  const { code, stderr } = await runServer(['--port', '0', '--database', `sqlite:${file}`]);
  assert.equal(code, 1);
  assert.match(stderr, /schema 999.*start a newer server/);
});
