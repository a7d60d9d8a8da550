/** The sequence rule of `POST /message/append` (docs/protocol.md), against the real process. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { append, createConversation, get, message, readMessages, statuses } from './client.mjs';
import { startServer } from './harness.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

let conversations = 0;
async function newConversation() {
  conversations += 1;
  const id = `conversation-${conversations}`;
  await createConversation(server.url, id);
  return id;
}

const ids = async (conversation) => (await readMessages(server.url, conversation)).map((stored) => stored.id);

test('a message with the next seq is stored at the next position', async () => {
  const conversation = await newConversation();
  const answer = await append(server.url, conversation, 'writer', [
    message(1, 'next-1'),
    message(2, 'next-2'),
  ]);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.json, {
    conversationId: conversation,
    writer: 'writer',
    nextSeq: 3,
    results: [
      { seq: 1, id: 'next-1', status: 'stored', position: 1 },
      { seq: 2, id: 'next-2', status: 'stored', position: 2 },
    ],
  });
  assert.deepEqual(await ids(conversation), ['next-1', 'next-2']);
});

test('a message that is sent again is a duplicate, with its position', async () => {
  const conversation = await newConversation();
  await append(server.url, conversation, 'writer', [message(1, 'again-1'), message(2, 'again-2')]);
  const answer = await append(server.url, conversation, 'writer', [
    message(1, 'again-1'),
    message(2, 'again-2'),
  ]);
  assert.equal(answer.status, 200);
  assert.equal(answer.json.nextSeq, 3);
  assert.deepEqual(answer.json.results[1], { seq: 2, id: 'again-2', status: 'duplicate', position: 2 });
  assert.deepEqual(await ids(conversation), ['again-1', 'again-2']);
});

test('a batch that is half known stores the other half', async () => {
  const conversation = await newConversation();
  await append(server.url, conversation, 'writer', [message(1, 'half-1')]);
  const answer = await append(server.url, conversation, 'writer', [
    message(1, 'half-1'),
    message(2, 'half-2'),
  ]);
  assert.deepEqual(statuses(answer), ['duplicate', 'stored']);
});

test('a gap stops the request, and what came before it stays applied', async () => {
  const conversation = await newConversation();
  const answer = await append(server.url, conversation, 'writer', [
    message(1, 'gap-1'),
    message(3, 'gap-3'),
    message(2, 'gap-2'),
  ]);
  assert.equal(answer.status, 409);
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  assert.equal(answer.json.type, 'urn:holdfast:problem:sequence-gap');
  assert.equal(answer.json.code, 'sequence-gap');
  assert.equal(answer.json.expected, 2);
  assert.equal(answer.json.received, 3);
  assert.equal(answer.json.nextSeq, 2);
  assert.deepEqual(answer.json.results, [{ seq: 1, id: 'gap-1', status: 'stored', position: 1 }]);
  assert.deepEqual(await ids(conversation), ['gap-1']);
});

test('a first message whose seq is not 1 is a gap', async () => {
  const conversation = await newConversation();
  const answer = await append(server.url, conversation, 'writer', [message(2, 'first-2')]);
  assert.deepEqual([answer.status, answer.json.code, answer.json.expected], [409, 'sequence-gap', 1]);
  assert.deepEqual(answer.json.results, []);
});

test('the same seq with another id is a conflict, and what came before it stays applied', async () => {
  const conversation = await newConversation();
  await append(server.url, conversation, 'writer', [message(1, 'conflict-1')]);
  const answer = await append(server.url, conversation, 'writer', [
    message(2, 'conflict-2'),
    message(1, 'conflict-other'),
    message(3, 'conflict-3'),
  ]);
  assert.deepEqual([answer.status, answer.json.code, answer.json.received], [409, 'sequence-conflict', 1]);
  assert.deepEqual(statuses(answer), ['stored']);
  assert.deepEqual(await ids(conversation), ['conflict-1', 'conflict-2']);
});

test('an unacceptable message is rejected, blocks nothing, and stays rejected', async () => {
  const conversation = await newConversation();
  const bad = { ...message(2, 'rejected-2'), role: 'robot' };
  const batch = [message(1, 'rejected-1'), bad, message(3, 'rejected-3')];
  const first = await append(server.url, conversation, 'writer', batch);
  assert.equal(first.status, 200);
  assert.deepEqual(statuses(first), ['stored', 'rejected', 'stored']);
  assert.equal(first.json.nextSeq, 4);
  const { problem } = first.json.results[1];
  assert.deepEqual([problem.code, problem.field, problem.status], ['invalid-field', 'messages[1].role', 422]);

  const second = await append(server.url, conversation, 'writer', batch);
  assert.deepEqual(statuses(second), ['duplicate', 'rejected', 'duplicate']);
  assert.deepEqual(second.json.results[1], first.json.results[1]);

  const mended = await append(server.url, conversation, 'writer', [message(2, 'rejected-2')]);
  assert.deepEqual(statuses(mended), ['rejected']);
  assert.deepEqual(await ids(conversation), ['rejected-1', 'rejected-3']);
});

test('a message over 1 MiB is rejected with message-too-large', async () => {
  const conversation = await newConversation();
  const answer = await append(server.url, conversation, 'writer', [
    message(1, 'large-1', 'x'.repeat(1024 * 1024 + 1)),
    message(2, 'large-2', 'x'.repeat(1024 * 1024)),
  ]);
  assert.deepEqual(statuses(answer), ['rejected', 'stored']);
  assert.equal(answer.json.results[0].problem.code, 'message-too-large');
});

test('a tombstone is skipped, its seq advances, and it stays skipped', async () => {
  const conversation = await newConversation();
  const batch = [{ seq: 1, tombstone: true }, message(2, 'tombstone-2')];
  const first = await append(server.url, conversation, 'writer', batch);
  assert.deepEqual(first.json.results, [
    { seq: 1, status: 'skipped' },
    { seq: 2, id: 'tombstone-2', status: 'stored', position: 1 },
  ]);
  const late = await append(server.url, conversation, 'writer', [message(1, 'tombstone-late')]);
  assert.deepEqual(statuses(late), ['skipped']);
  assert.deepEqual(statuses(await append(server.url, conversation, 'writer', batch)), [
    'skipped',
    'duplicate',
  ]);
});

test('a tombstone for a message that did arrive hears that it is stored', async () => {
  const conversation = await newConversation();
  await append(server.url, conversation, 'writer', [message(1, 'arrived-1')]);
  const answer = await append(server.url, conversation, 'writer', [{ seq: 1, tombstone: true }]);
  assert.deepEqual(answer.json.results, [{ seq: 1, id: 'arrived-1', status: 'duplicate', position: 1 }]);
});

test('an id that is stored already is a duplicate under any seq and writer, and the seq advances', async () => {
  const conversation = await newConversation();
  await append(server.url, conversation, 'writer', [message(1, 'moved-1'), message(2, 'moved-2')]);
  const sameWriter = await append(server.url, conversation, 'writer', [
    message(3, 'moved-1'),
    message(4, 'moved-4'),
  ]);
  assert.deepEqual(sameWriter.json.results, [
    { seq: 3, id: 'moved-1', status: 'duplicate', position: 1 },
    { seq: 4, id: 'moved-4', status: 'stored', position: 3 },
  ]);
  const otherWriter = await append(server.url, conversation, 'other', [message(1, 'moved-2')]);
  assert.deepEqual(otherWriter.json.results, [{ seq: 1, id: 'moved-2', status: 'duplicate', position: 2 }]);
  assert.equal(otherWriter.json.nextSeq, 2);
  assert.deepEqual(await ids(conversation), ['moved-1', 'moved-2', 'moved-4']);
});

test('an id that is stored in another conversation is rejected with id-taken, and stays so', async () => {
  const [one, other] = [await newConversation(), await newConversation()];
  await append(server.url, one, 'writer', [message(1, 'taken')]);
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const answer = await append(server.url, other, 'writer', [message(1, 'taken')]);
    assert.equal(answer.status, 200);
    assert.deepEqual(statuses(answer), ['rejected']);
    assert.equal(answer.json.results[0].problem.code, 'id-taken');
    assert.equal(answer.json.nextSeq, 2);
  }
  assert.deepEqual(await ids(other), []);
});

test('the same id twice in one batch is stored once', async () => {
  const conversation = await newConversation();
  const answer = await append(server.url, conversation, 'writer', [message(1, 'twice'), message(2, 'twice')]);
  assert.deepEqual(statuses(answer), ['stored', 'duplicate']);
  assert.equal(answer.json.results[1].position, 1);
});

test('writers and conversations count on their own', async () => {
  const [one, other] = [await newConversation(), await newConversation()];
  await append(server.url, one, 'writer-a', [message(1, 'own-1')]);
  assert.deepEqual(statuses(await append(server.url, one, 'writer-b', [message(1, 'own-2')])), ['stored']);
  assert.deepEqual(statuses(await append(server.url, other, 'writer-a', [message(1, 'own-3')])), ['stored']);
});

test('a conversation that is unknown gets 404, and nothing is stored', async () => {
  const answer = await append(server.url, 'nowhere', 'writer', [message(1, 'nowhere-1')]);
  assert.deepEqual([answer.status, answer.json.code], [404, 'conversation-not-found']);
  assert.equal((await get(server.url, '/conversation/nowhere')).status, 404);
});

test('every member of a message comes back as it was sent', async () => {
  const conversation = await newConversation();
  const whole = {
    seq: 1,
    id: 'whole-1',
    role: 'assistant',
    content: 'Grüße, 世界 👋 "quoted" \\ \u0000 and \n lines',
    createdAt: '2026-11-22T10:00:00.123Z',
    parentId: 'whole-0',
    status: 'interrupted',
    metadata: { model: 'some', nested: { list: [1, 2.5, null, true] } },
  };
  assert.deepEqual(statuses(await append(server.url, conversation, 'writer', [whole])), ['stored']);
  const { seq, ...sent } = whole;
  assert.equal(seq, 1);
  assert.deepEqual(await readMessages(server.url, conversation), [{ position: 1, ...sent }]);
});

test('twenty clients at once, each sending everything twice, leave every message once and in order', async () => {
  const conversation = await newConversation();
  const perClient = 25;
  const client = async (name) => {
    for (let seq = 1; seq <= perClient; seq += 1) {
      const batch = [message(seq, `${name}-${seq}`)];
      const answers = await Promise.all([
        append(server.url, conversation, name, batch),
        append(server.url, conversation, name, batch),
      ]);
      assert.deepEqual(answers.map(statuses).flat().sort(), ['duplicate', 'stored']);
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, index) => client(`client-${index}`)));

  const stored = await readMessages(server.url, conversation, 77);
  assert.equal(stored.length, 20 * perClient);
  assert.deepEqual(
    stored.map((one) => one.position),
    stored.map((_, index) => index + 1),
  );
  for (let index = 0; index < 20; index += 1) {
    const mine = stored.filter((one) => one.id.startsWith(`client-${index}-`)).map((one) => one.id);
    assert.deepEqual(
      mine,
      Array.from({ length: perClient }, (_, at) => `client-${index}-${at + 1}`),
    );
  }
});
