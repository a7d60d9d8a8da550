/** Messages that cross into the core together, and what the core makes of them. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createHoldfast } from '../../js/index.js';

const CREATED_AT = '2026-11-22T10:00:00.000Z';

/** A Holdfast whose backend keeps the bodies that it was sent, as they came. */
async function makeListener(t) {
  const bodies = [];
  const holdfast = await createHoldfast({
    baseUrl: 'http://backend.test/',
    fetch: async (_url, { body }) => {
      const text = await new Response(body).text();
      bodies.push(text);
      const { conversationId, writer, messages } = JSON.parse(text);
      const results = messages.map(({ seq, id }) => ({ seq, id, status: 'stored', position: seq }));
      return Response.json({ conversationId, writer, nextSeq: messages.at(-1).seq + 1, results });
    },
  });
  t.after(() => holdfast.close());
  return { bodies, holdfast };
}

const half = String.fromCharCode(0xd83c);

const CONTENTS = {
  nothing: '',
  'plain text': 'What is a holdfast?',
  'line feeds': 'one\ntwo\n\nthree\r\n',
  'what JSON escapes': '"\\/\b\f\n\r\t\u0000\u0001\u001f\u007f',
  'two bytes a character': 'Grüße',
  'three bytes a character': '世界\u2028\u2029\ufffd',
  'four bytes a character': '🌊🏝',
  'half a surrogate pair': `a${half}b`,
  'several kinds': `x"é"世\n🌊${half}`,
};

test('every message goes out as JSON.stringify() writes it, whatever is beside it', async (t) => {
  const { bodies, holdfast } = await makeListener(t);
  const members = [
    {},
    { parentId: 'm~0' },
    { status: 'aborted', metadata: { 'ключ\n': ['\n', null, { deep: 'ü' }] } },
  ];
  const handles = Object.values(CONTENTS).flatMap((content, i) =>
    members.map((more, j) =>
      holdfast.persistence.queueMessage(
        { id: `m-${i}-${j}`, role: 'user', content, createdAt: CREATED_AT, ...more },
        'talk',
      ),
    ),
  );
  await Promise.all(handles.map(({ synced }) => synced));
  assert.equal(bodies.length, 1);
  handles.forEach(({ message }, i) => {
    assert.ok(bodies[0].includes(`{"seq":${i + 1},${JSON.stringify(message).slice(1)}`), message.content);
  });
});

test('what is handed in after the call is not looked at any more', async (t) => {
  const { bodies, holdfast } = await makeListener(t);
  const metadata = { page: 1 };
  const queued = holdfast.persistence.queueMessage({ role: 'user', content: 'as it was', metadata }, 'talk');
  metadata.page = 2;
  queued.message.content = 'changed';
  await queued.synced;
  assert.match(bodies[0], /"content":"as it was".*"metadata":{"page":1}/);
});

test('long and short messages, in one turn and in two conversations, keep their order', async (t) => {
  const { bodies, holdfast } = await makeListener(t);
  const sizes = [1, 20_000, 3, 70_000, 5, 16_384, 16_385, 8];
  const handles = sizes.map((size, i) =>
    holdfast.persistence.queueMessage(
      { id: `m${i}`, role: 'user', content: 'é'.repeat(size) },
      i % 3 === 0 ? 'aside' : 'talk',
    ),
  );
  await Promise.all(handles.map(({ synced }) => synced));
  for (const home of ['talk', 'aside']) {
    const sent = bodies
      .map((body) => JSON.parse(body))
      .filter(({ conversationId }) => conversationId === home);
    assert.deepEqual(
      sent.flatMap(({ messages }) => messages.map(({ id }) => id)),
      handles.filter(({ conversationId }) => conversationId === home).map(({ id }) => id),
    );
  }
});

test('a message of the largest size is taken, and one byte more is not', async (t) => {
  const { bodies, holdfast } = await makeListener(t);
  const limit = 1024 * 1024;
  const message = (content) => ({ id: 'largest', role: 'user', content, createdAt: CREATED_AT });
  const room = limit - JSON.stringify(message('')).length;
  for (const tooLarge of ['x'.repeat(room + 1), `${'x'.repeat(room - 1)}é`, '\u0001'.repeat(room / 6 + 1)])
    assert.throws(() => holdfast.persistence.queueMessage(message(tooLarge), 'talk'), {
      code: 'message-too-large',
      field: 'content',
    });
  await holdfast.persistence.queueMessage(message('x'.repeat(room)), 'talk').synced;
  assert.equal(JSON.parse(bodies[0]).messages[0].content.length, room);
});

test('where the limit is small, it holds for what crosses together too', async (t) => {
  const { bodies, holdfast } = await makeListener(t);
  await holdfast.close();
  assert.deepEqual(bodies, []);
  const small = await createHoldfast({ baseUrl: 'http://backend.test/', batch: { maxMessageBytes: 1_000 } });
  t.after(() => small.close());
  const queue = (content) => small.persistence.queueMessage({ role: 'user', content }, 'talk');
  queue('x'.repeat(800));
  assert.throws(() => queue('x'.repeat(1_000)), { code: 'message-too-large' });
  assert.throws(() => queue('\u0001'.repeat(200)), { code: 'message-too-large' });
});
