/** The queries: conversations, their messages page by page, health. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { append, createConversation, get, message, readMessages } from './client.mjs';
import { startServer } from './harness.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

test('health says ok', async () => {
  const { status, json } = await get(server.url, '/health');
  assert.deepEqual([status, json], [200, { status: 'ok' }]);
});

test('messages come in pages, and next is there until the last one', async () => {
  await createConversation(server.url, 'paged');
  await append(
    server.url,
    'paged',
    'writer',
    Array.from({ length: 7 }, (_, index) => message(index + 1, `paged-${index + 1}`)),
  );
  const first = await get(server.url, '/conversation/paged/messages?limit=3');
  assert.deepEqual(
    first.json.messages.map((one) => one.position),
    [1, 2, 3],
  );
  assert.equal(first.json.next, 3);
  const last = await get(server.url, '/conversation/paged/messages?limit=4&after=3');
  assert.deepEqual(
    last.json.messages.map((one) => one.id),
    ['paged-4', 'paged-5', 'paged-6', 'paged-7'],
  );
  assert.ok(!('next' in last.json));
  assert.deepEqual((await get(server.url, '/conversation/paged/messages?after=7')).json, { messages: [] });
  assert.equal((await readMessages(server.url, 'paged', 2)).length, 7);
  assert.equal((await get(server.url, '/conversation/paged')).json.messageCount, 7);
});

test('a page holds 100 messages where nothing is said', async () => {
  await createConversation(server.url, 'long');
  const messages = Array.from({ length: 101 }, (_, index) => message(index + 1, `long-${index + 1}`));
  await append(server.url, 'long', 'writer', messages);
  const { json } = await get(server.url, '/conversation/long/messages');
  assert.deepEqual([json.messages.length, json.next], [100, 100]);
});

test('conversations are listed with the newest first', async () => {
  for (const id of ['listed-1', 'listed-2', 'listed-3']) await createConversation(server.url, id);
  const { json } = await get(server.url, '/conversations?limit=2');
  assert.deepEqual(
    json.conversations.map((one) => one.id),
    ['listed-3', 'listed-2'],
  );
  assert.deepEqual(Object.keys(json.conversations[0]).sort(), ['createdAt', 'id', 'messageCount', 'title']);
});

test('an id may come with percent escapes', async () => {
  await createConversation(server.url, 'a:b@c+d=e~f');
  const { status, json } = await get(server.url, `/conversation/${encodeURIComponent('a:b@c+d=e~f')}`);
  assert.deepEqual([status, json.id], [200, 'a:b@c+d=e~f']);
});

test('a conversation that is unknown gets 404', async () => {
  for (const path of ['/conversation/unknown', '/conversation/unknown/messages']) {
    const { status, json } = await get(server.url, path);
    assert.deepEqual([status, json.code], [404, 'conversation-not-found']);
  }
});

test('wrong numbers are refused by name', async () => {
  const cases = [
    ['/conversation/paged/messages?limit=0', 'limit'],
    ['/conversation/paged/messages?limit=501', 'limit'],
    ['/conversation/paged/messages?limit=ten', 'limit'],
    ['/conversation/paged/messages?limit=', 'limit'],
    ['/conversation/paged/messages?after=-1', 'after'],
    ['/conversation/paged/messages?after=1e3', 'after'],
    ['/conversation/paged/messages?after=99999999999999999999', 'after'],
    ['/conversations?limit=501', 'limit'],
  ];
  for (const [path, field] of cases) {
    const { status, json } = await get(server.url, path);
    assert.deepEqual([status, json.code, json.field], [400, 'invalid-field', field], path);
  }
});
