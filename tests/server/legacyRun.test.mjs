/** The old one-shot endpoint, its flag, and the comparison with what the new ones would have saved. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { contentOf, get, openStream, parseEvents, post, readMessages, waitUntil } from './client.mjs';
import { startServer } from './harness.mjs';
import { bearer, signHs256 } from './tokens.mjs';

const path = '/agentconversation/run';

/** A run to its end: what it was told first, and the answer. */
async function run(url, body, headers) {
  const answer = await post(url, path, body, headers);
  const first = /^event: conversation\ndata: (.*)$/m.exec(answer.text)?.[1];
  return {
    ...answer,
    started: first && JSON.parse(first),
    content: contentOf(parseEvents(answer.text).filter((event) => event.id)),
  };
}

/** A run whose client leaves when the answer has begun. */
async function leaveInTheMiddle(url, body) {
  const stream = await openStream(url, body, {}, path);
  await waitUntil(() => stream.text().includes('id: 2'), 'the answer has begun');
  stream.leave();
}

async function withServer(context, mode, options = {}) {
  const args = ['--legacy-run', mode, '--token-delay-ms', '0', ...(options.args ?? [])];
  const server = await startServer({ ...options, args });
  context.after(() => server.stop());
  return server;
}

/** What the shadow counted, by result and by difference. */
async function countsOf(server) {
  const { text } = await get(server.url, '/metrics');
  const found = text.matchAll(/^holdfast_shadow_\w+_total\{(?:result|in)="([^"]+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, name, count]) => [name, Number(count)]));
}

test('one call makes the conversation, saves the question, streams the answer and saves it', async (context) => {
  const server = await withServer(context, 'on');
  const { status, headers, started, content, text } = await run(server.url, {
    message: { content: 'Plan a trip to Lisbon. And back.' },
  });
  assert.equal(status, 200);
  assert.match(headers.get('deprecation'), /^@\d+$/);
  assert.ok(text.endsWith('data: [DONE]\n\n'));
  assert.ok(content.length > 20);
  const { json } = await get(server.url, `/conversation/${started.conversationId}`);
  assert.deepEqual([json.title, json.messageCount], ['Plan a trip to Lisbon', 2]);
  const stored = await readMessages(server.url, started.conversationId);
  assert.deepEqual(
    stored.map((one) => [one.role, one.content]),
    [
      ['user', 'Plan a trip to Lisbon. And back.'],
      ['assistant', content],
    ],
  );
  assert.equal(stored[0].id, started.messageId);
});

test('a later call goes on with the conversation, and the model is asked all of it', async (context) => {
  const server = await withServer(context, 'on');
  const { started } = await run(server.url, { message: { content: 'My name is Ada.' } });
  const { conversationId } = started;
  const second = await run(server.url, { conversationId, message: { id: 'q-2', content: 'Who am I?' } });
  assert.deepEqual(second.started, { conversationId, messageId: 'q-2' });
  const stored = await readMessages(server.url, conversationId);
  assert.deepEqual(
    stored.map((one) => one.role),
    ['user', 'assistant', 'user', 'assistant'],
  );
  const asked = stored.slice(0, 3).map(({ role, content }) => ({ role, content }));
  const pure = await post(server.url, '/completion/generate', { messages: asked });
  assert.equal(contentOf(parseEvents(pure.text)), second.content);
});

test('it loses and doubles as the old one did: a repeated call saves twice, a broken stream saves no answer', async (context) => {
  const server = await withServer(context, 'on', { args: ['--token-delay-ms', '20'] });
  const body = { message: { id: 'again', content: 'Hello' } };
  const { started } = await run(server.url, body);
  const { conversationId } = started;
  const repeated = await run(server.url, { ...body, conversationId });
  assert.notEqual(repeated.started.messageId, 'again');
  assert.equal((await readMessages(server.url, conversationId)).length, 4);

  await leaveInTheMiddle(server.url, { conversationId, message: { content: 'A long question' } });
  await waitUntil(
    async () => (await get(server.url, '/metrics')).text.includes('\nholdfast_streams 0\n'),
    'the stream has ended',
  );
  assert.equal((await readMessages(server.url, conversationId)).length, 5, 'the question alone is saved');
});

test('a wrong body, a foreign and an unknown conversation are refused', async (context) => {
  const secret = 'a secret of thirty-two bytes or more';
  const server = await withServer(context, 'on', {
    args: ['--auth', 'required'],
    env: { HOLDFAST_JWT_SECRET: secret },
  });
  const [ada, eve] = ['ada', 'eve'].map((user) => bearer(signHs256(secret, user)));
  const { started } = await run(server.url, { message: { content: 'Private' } }, ada);
  for (const conversationId of [started.conversationId, 'unknown']) {
    const { status, json } = await run(server.url, { conversationId, message: { content: 'x' } }, eve);
    assert.deepEqual([status, json.code], [404, 'conversation-not-found']);
  }
  for (const [body, field] of [
    [{}, 'message'],
    [{ message: 'x' }, 'message'],
    [{ message: {} }, 'message.content'],
    [{ message: { content: 7 } }, 'message.content'],
    [{ message: { content: 'x' }, config: [] }, 'config'],
    [{ message: { content: 'x' }, conversationId: 'a b' }, 'conversationId'],
  ]) {
    const { status, json } = await run(server.url, body, ada);
    assert.deepEqual([status, json.code, json.field], [400, 'invalid-field', field]);
  }
  assert.equal((await run(server.url, { message: { content: 'x' } })).status, 401);
});

test('a service that is busy is passed on with its Retry-After', async (context) => {
  const busy = createServer((_request, response) =>
    response.writeHead(429, { 'retry-after': '9' }).end('{}'),
  );
  await new Promise((resolve) => busy.listen(0, '127.0.0.1', resolve));
  context.after(() => busy.close());
  const url = `http://127.0.0.1:${busy.address().port}`;
  const server = await withServer(context, 'on', { args: ['--upstream', url, '--upstream-model', 'm'] });
  const { status, json, headers } = await run(server.url, { message: { content: 'x' } });
  assert.deepEqual([status, json.code, headers.get('retry-after')], [429, 'upstream-busy', '9']);
});

test('switched off it answers 410 and says where to go', async (context) => {
  const server = await withServer(context, 'off');
  const { status, json } = await run(server.url, { message: { content: 'x' } });
  assert.deepEqual([status, json.code], [410, 'legacy-run-off']);
  assert.match(json.detail, /\/conversation\/create/);
  assert.equal((await get(server.url, '/conversations')).json.conversations.length, 0);
});

test('the shadow finds both ways the same where they are, and leaves nothing behind', async (context) => {
  const server = await withServer(context, 'shadow');
  const { started } = await run(server.url, { message: { content: 'Hello' }, config: { temperature: 1 } });
  await run(server.url, { conversationId: started.conversationId, message: { content: 'And?' } });
  assert.deepEqual(await countsOf(server), { same: 2 });
  assert.equal((await get(server.url, '/conversations')).json.conversations.length, 1);
  for (const [table, count] of [
    ['conversations', 1],
    ['messages', 4],
    ['decisions', 0],
  ]) {
    assert.equal(await server.ownDatabase.query(`SELECT COUNT(*) FROM ${table}`), `${count}`, table);
  }
});

test('the shadow reports what the old way doubles, what it loses and what the new one refuses', async (context) => {
  const server = await withServer(context, 'shadow', { args: ['--token-delay-ms', '20'] });
  const body = { message: { id: 'twice', content: 'Hello' } };
  const { started } = await run(server.url, body);
  await run(server.url, { ...body, conversationId: started.conversationId });

  await leaveInTheMiddle(server.url, { message: { content: 'A long question' } });

  await run(server.url, { message: { content: 'x'.repeat(1024 * 1024 + 1) } });
  await waitUntil(async () => (await countsOf(server)).different === 3, 'three runs differ');
  const counts = await countsOf(server);
  assert.deepEqual(counts, {
    same: 1,
    different: 3,
    'question.repeated': 1,
    'answer.lost': 1,
    'question.refused': 1,
  });
  assert.match(server.errors(), /"differences":\["question.repeated"\],"event":"shadow-differs"/);
  assert.ok(!server.errors().includes('A long question'), 'the log holds nothing of what was said');
});

test('an open stream ends when the server stops', async () => {
  const server = await startServer({ args: ['--legacy-run', 'shadow', '--token-delay-ms', '60000'] });
  const stream = await openStream(server.url, { message: { content: 'x' } }, {}, path);
  await waitUntil(() => stream.text().includes('event: conversation'), 'it has begun');
  await server.stop();
  assert.equal(await stream.ended, 'broken');
});
