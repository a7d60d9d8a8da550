/** What PostgreSQL adds: several servers over one database, which may be away for a while. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { append, createConversation, get, message, post, readMessages, waitUntil } from './client.mjs';
import { runServer, startServer } from './harness.mjs';
import { PostgresCluster, psql } from './PostgresCluster.mjs';

let cluster;
before(async () => {
  cluster = await PostgresCluster.start();
});
after(() => cluster.remove());

/** @param {number} count how many servers on one new database */
async function startServers(context, name, count) {
  const database = await cluster.createDatabase(name);
  const servers = await Promise.all(Array.from({ length: count }, () => startServer({ database })));
  context.after(() => Promise.all(servers.map((server) => server.stop())));
  return servers;
}

test('servers that start at once on an empty database make its tables once', async (context) => {
  const servers = await startServers(context, 'together', 4);
  for (const server of servers) assert.equal((await get(server.url, '/health')).status, 200);
});

test('two servers behave as one: positions without gaps, every writer in order, nothing twice', async (context) => {
  const servers = await startServers(context, 'two', 2);
  await createConversation(servers[0].url, 'shared');
  const writers = Array.from({ length: 6 }, (_, index) => `writer-${index}`);
  await Promise.all(
    writers.map(async (writer) => {
      for (let seq = 1; seq <= 30; seq += 1) {
        // The same message to both at once, as after a lost answer.
        const answers = await Promise.all(
          servers.map((server) => append(server.url, 'shared', writer, [message(seq, `${writer}-${seq}`)])),
        );
        const got = answers.map((answer) => answer.json.results[0].status).sort();
        assert.deepEqual(got, ['duplicate', 'stored']);
        const [first, second] = answers.map((answer) => answer.json.results[0].position);
        assert.equal(first, second);
      }
    }),
  );
  for (const server of servers) {
    const stored = await readMessages(server.url, 'shared');
    assert.deepEqual(
      stored.map((one) => one.position),
      Array.from({ length: 180 }, (_, index) => index + 1),
    );
    for (const writer of writers) {
      const mine = stored.map((one) => one.id).filter((id) => id.startsWith(`${writer}-`));
      assert.deepEqual(
        mine,
        Array.from({ length: 30 }, (_, index) => `${writer}-${index + 1}`),
      );
    }
  }
});

test('one create at two servers at once, by id or by key, makes one conversation', async (context) => {
  const servers = await startServers(context, 'creates', 2);
  for (let round = 0; round < 10; round += 1) {
    const byId = await Promise.all(
      servers.map((server) => post(server.url, '/conversation/create', { id: `same-${round}` })),
    );
    assert.deepEqual(byId.map((answer) => answer.status).sort(), [200, 201]);
    const byKey = await Promise.all(
      servers.map((server) =>
        post(server.url, '/conversation/create', { title: 'x' }, { 'idempotency-key': `"key-${round}"` }),
      ),
    );
    assert.equal(byKey[0].text, byKey[1].text);
  }
  assert.equal((await get(servers[0].url, '/conversations')).json.conversations.length, 20);
});

test('messages that cross between conversations at two servers end in one of them each', async (context) => {
  const servers = await startServers(context, 'crossing', 2);
  for (const id of ['left', 'right']) await createConversation(servers[0].url, id);
  for (let round = 0; round < 10; round += 1) {
    const ids = [`cross-${round}-a`, `cross-${round}-b`];
    const [left, right] = await Promise.all([
      append(servers[0].url, 'left', `l-${round}`, [message(1, ids[0]), message(2, ids[1])]),
      append(servers[1].url, 'right', `r-${round}`, [message(1, ids[1]), message(2, ids[0])]),
    ]);
    assert.deepEqual([left.status, right.status], [200, 200]);
  }
  const everywhere = [
    ...(await readMessages(servers[0].url, 'left')),
    ...(await readMessages(servers[0].url, 'right')),
  ].map((one) => one.id);
  assert.equal(new Set(everywhere).size, 20);
  assert.equal(everywhere.length, 20);
});

test('a database that is killed is answered with 503, and what was answered before is there afterwards', async (context) => {
  const [server] = await startServers(context, 'away', 1);
  await createConversation(server.url, 'away');
  await append(server.url, 'away', 'writer', [message(1, 'away-1')]);
  await cluster.kill();
  const refused = await append(server.url, 'away', 'writer', [message(2, 'away-2')]);
  assert.deepEqual([refused.status, refused.json.code], [503, 'storage-busy']);
  assert.ok(refused.headers.get('retry-after'));
  assert.equal((await get(server.url, '/health')).status, 503);
  await cluster.restart();
  await waitUntil(
    async () => (await append(server.url, 'away', 'writer', [message(2, 'away-2')])).status === 200,
    'the database is used again',
  );
  assert.deepEqual(
    (await readMessages(server.url, 'away')).map((one) => one.id),
    ['away-1', 'away-2'],
  );
  assert.equal((await get(server.url, '/health')).status, 200);
});

test('a schema of a newer server is left alone', async () => {
  const database = await cluster.createDatabase('newer');
  const first = await startServer({ database });
  await first.stop();
  await psql(database, 'INSERT INTO holdfast_schema VALUES (999)');
  const { code, stderr } = await runServer(['--port', '0', '--database', database]);
  assert.equal(code, 1);
  assert.match(stderr, /schema 999.*start a newer server/);
});
