/** `POST /conversation/create`: idempotent, and the maker of titles. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { get, post } from './client.mjs';
import { startServer } from './harness.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

const create = (body, headers) => post(server.url, '/conversation/create', body, headers);
const titleOf = async (body) => (await create(body)).json.title;

test('a conversation gets an id, a title and the time of its making', async () => {
  const { status, json } = await create({});
  assert.equal(status, 201);
  assert.match(json.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  assert.equal(json.title, 'New conversation');
  assert.ok(Math.abs(Date.parse(json.createdAt) - Date.now()) < 60_000);
  const found = await get(server.url, `/conversation/${json.id}`);
  assert.deepEqual(found.json, { ...json, messageCount: 0 });
});

test('the same key with the same payload gets the same answer, however the payload is written', async () => {
  const first = await create('{"title":"Once","config":{"a":1,"b":2}}', { 'idempotency-key': '"key-1"' });
  const again = await create('{ "config": {"b":2,"a":1}, "title": "Once" }', { 'idempotency-key': 'key-1' });
  assert.equal(first.status, 201);
  assert.equal(again.status, 201);
  assert.equal(again.text, first.text);
});

test('the same key at the same time makes one conversation', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => create({ title: 'At once' }, { 'idempotency-key': 'key-at-once' })),
  );
  assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
  const { json } = await get(server.url, '/conversations');
  assert.equal(json.conversations.filter((one) => one.title === 'At once').length, 1);
});

test('the same key with another payload is refused', async () => {
  await create({ title: 'One' }, { 'idempotency-key': 'key-2' });
  const answer = await create({ title: 'Other' }, { 'idempotency-key': 'key-2' });
  assert.deepEqual([answer.status, answer.json.code], [422, 'idempotency-key-reused']);
});

test('a key that is empty or has spaces is refused', async () => {
  for (const key of ['""', 'a b', 'x'.repeat(256)]) {
    const answer = await create({}, { 'idempotency-key': key });
    assert.deepEqual([answer.status, answer.json.field], [400, 'Idempotency-Key']);
  }
});

test('an id that exists gives the same conversation back', async () => {
  const first = await create({ id: 'mine', title: 'Mine' });
  const again = await create({ id: 'mine', title: 'Another title' });
  assert.equal(first.status, 201);
  assert.equal(again.status, 200);
  assert.deepEqual(again.json, first.json);
});

test('the title is the given one, on one line', async () => {
  assert.equal(await titleOf({ title: '  My\n title  ', firstMessage: 'Hello.' }), 'My title');
});

test('the title is made from the first sentence of the first message', async () => {
  assert.equal(await titleOf({ firstMessage: 'Plan my week. I have too much to do.' }), 'Plan my week');
  assert.equal(await titleOf({ firstMessage: '\n\nWhat is 3.14 about? Tell me!' }), 'What is 3.14 about?');
  assert.equal(await titleOf({ firstMessage: 'First line\nsecond line' }), 'First line');
  assert.equal(await titleOf({ title: ' ', firstMessage: ' \n ' }), 'New conversation');
  assert.equal(await titleOf({ firstMessage: '...' }), '...');
});

test('a long title ends in an ellipsis behind a whole word, within 60 characters', async () => {
  const title = await titleOf({ firstMessage: 'word '.repeat(40) });
  assert.ok([...title].length <= 60);
  assert.match(title, /^(word )+word…$/);
});

test('a title is never cut inside a character', async () => {
  const title = await titleOf({ firstMessage: '世界👋é'.repeat(40) });
  assert.equal([...title].length, 60);
  assert.ok(title.endsWith('…') && !title.includes('\uFFFD'));
});

test('wrong members are refused by name', async () => {
  const cases = [
    [{ id: 'no spaces' }, 'id'],
    [{ id: 7 }, 'id'],
    [{ title: 7 }, 'title'],
    [{ title: 'x'.repeat(5000) }, 'title'],
    [{ firstMessage: ['x'] }, 'firstMessage'],
    [{ config: 'x' }, 'config'],
    [{ config: [] }, 'config'],
    [[], 'body'],
    ['"text"', 'body'],
  ];
  for (const [body, field] of cases) {
    const { status, json } = await create(body);
    assert.deepEqual([status, json.code, json.field], [400, 'invalid-field', field], JSON.stringify(body));
  }
});
