/** The life of conversations after they were created: renamed, listed page by page, deleted. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { append, createConversation, get, message, post, send, statuses } from './client.mjs';
import { startServer } from './harness.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

const rename = (id, body) => send(server.url, 'PATCH', `/conversation/${id}`, body);
const erase = (id) => send(server.url, 'DELETE', `/conversation/${id}`);

test('a conversation is renamed, and keeps its place in the list', async () => {
  for (const id of ['renamed-1', 'renamed-2']) await createConversation(server.url, id);
  const { status, json } = await rename('renamed-1', { title: '  A better\n\tname  ' });
  assert.deepEqual([status, json.id, json.title], [200, 'renamed-1', 'A better name']);
  assert.equal((await get(server.url, '/conversation/renamed-1')).json.title, 'A better name');
  const { conversations } = (await get(server.url, '/conversations?limit=2')).json;
  assert.deepEqual(
    conversations.map((one) => one.title),
    ['Conversation renamed-2', 'A better name'],
  );
});

test('a title that is too long is cut, and a blank or a wrong one is refused', async () => {
  await createConversation(server.url, 'titled');
  const { json } = await rename('titled', { title: 'word '.repeat(100) });
  assert.ok([...json.title].length <= 60 && json.title.endsWith('…'));
  for (const body of [{}, { title: ' \u0000\u0007\n' }, { title: 7 }, { title: 'x'.repeat(5000) }, []]) {
    const refused = await rename('titled', body);
    assert.deepEqual([refused.status, refused.json.code], [400, 'invalid-field'], JSON.stringify(body));
  }
  assert.equal((await get(server.url, '/conversation/titled')).json.title, json.title);
  assert.equal((await rename('nowhere', { title: 'x' })).json.code, 'conversation-not-found');
});

test('the list comes in pages that neither repeat nor miss one', async () => {
  const ids = Array.from({ length: 7 }, (_, index) => `page-${index + 1}`);
  for (const id of ids) await createConversation(server.url, id);
  const seen = [];
  let path = '/conversations?limit=3';
  while (path) {
    const { json } = await get(server.url, path);
    seen.push(...json.conversations.map((one) => one.id));
    // What comes in between is newer than the cursor: it moves nothing.
    await createConversation(server.url, `between-${seen.length}`);
    path = json.next && `/conversations?limit=3&after=${encodeURIComponent(json.next)}`;
  }
  assert.deepEqual(
    seen.filter((id) => id.startsWith('page-')),
    ids.toReversed?.() ?? [...ids].reverse(),
  );
  assert.equal(new Set(seen).size, seen.length);
});

test('the list goes on behind a conversation that was deleted meanwhile', async () => {
  for (const id of ['gone-1', 'gone-2', 'gone-3']) await createConversation(server.url, id);
  const { next } = (await get(server.url, '/conversations?limit=2')).json;
  assert.equal(next, 'gone-2');
  await erase('gone-2');
  const { json } = await get(server.url, `/conversations?limit=1&after=${next}`);
  assert.equal(json.conversations[0].id, 'gone-1');
});

test('a cursor that nobody gave out is refused by name', async () => {
  for (const cursor of ['unknown', '%20', 'a/b']) {
    const { status, json } = await get(server.url, `/conversations?after=${cursor}`);
    assert.deepEqual([status, json.code, json.field], [400, 'invalid-field', 'after'], cursor);
  }
});

test('a deleted conversation is gone for good', async () => {
  await createConversation(server.url, 'deleted');
  await append(server.url, 'deleted', 'writer', [message(1, 'deleted-1'), message(2, 'deleted-2')]);
  const { status, text } = await erase('deleted');
  assert.deepEqual([status, text], [204, '']);
  assert.equal((await erase('deleted')).status, 204, 'deleting again is fine');

  for (const path of ['/conversation/deleted', '/conversation/deleted/messages']) {
    const answer = await get(server.url, path);
    assert.deepEqual([answer.status, answer.json.code], [404, 'conversation-not-found']);
  }
  const late = await append(server.url, 'deleted', 'writer', [message(3, 'deleted-3')]);
  assert.deepEqual([late.status, late.json.code], [404, 'conversation-not-found']);
  const again = await post(server.url, '/conversation/create', { id: 'deleted' });
  assert.deepEqual([again.status, again.json.code], [410, 'conversation-deleted']);
  assert.equal((await rename('deleted', { title: 'x' })).status, 404);
  const { conversations } = (await get(server.url, '/conversations?limit=500')).json;
  assert.ok(!conversations.some((one) => one.id === 'deleted'));

  const kept = "SELECT COUNT(*) FROM messages WHERE conversation_id = 'deleted'";
  assert.equal(await server.ownDatabase.query(kept), '0', 'its messages are not in the database any more');
});

test('an id of a deleted message may be used again', async () => {
  await createConversation(server.url, 'reuse-1');
  await append(server.url, 'reuse-1', 'writer', [message(1, 'reused')]);
  await erase('reuse-1');
  await createConversation(server.url, 'reuse-2');
  const answer = await append(server.url, 'reuse-2', 'writer', [message(1, 'reused')]);
  assert.deepEqual(statuses(answer), ['stored']);
});

test('deleting what never was is 404', async () => {
  const { status, json } = await erase('never');
  assert.deepEqual([status, json.code], [404, 'conversation-not-found']);
});

test('a path that holds no id leads nowhere', async () => {
  for (const id of ['%FF', '%00', 'a%20b', 'x'.repeat(300)]) {
    const { status, json } = await get(server.url, `/conversation/${id}`);
    assert.ok(status === 404 || status === 400, `${id}: ${status}`);
    assert.ok(json.code);
  }
});
