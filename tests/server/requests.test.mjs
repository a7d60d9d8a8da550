/** What no route would take: every bad request gets a 4xx problem, and the server lives on. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { createConversation, get, message, post, send } from './client.mjs';
import { runServer, startServer } from './harness.mjs';

let server;
before(async () => {
  server = await startServer({ args: ['--cors-origin', 'https://chat.example'] });
  await createConversation(server.url, 'known');
});
after(() => server.stop());

/** Writes bytes to a connection and gives back what came until it closed. */
function exchangeRaw(bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes));
    let text = '';
    socket.on('data', (chunk) => (text += chunk));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  assert.equal(answer.json.code, code);
  assert.equal(answer.json.status, status);
  assert.equal(answer.json.type, `urn:holdfast:problem:${code}`);
  assert.ok(answer.json.title.length > 0);
}

const commands = ['/conversation/create', '/message/append', '/completion/generate'];

test('a body that is not JSON gets the offset of the byte', async () => {
  for (const path of commands) {
    const answer = await post(server.url, path, '{"id": nope}');
    assertProblem(answer, 400, 'invalid-json');
    assert.match(answer.json.detail, /byte \d+/);
  }
});

test('a body that is empty, not UTF-8 or nested without end is no JSON', async () => {
  const bodies = ['', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), '['.repeat(1_000_000)];
  for (const path of commands) {
    for (const body of bodies) {
      const response = await fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      assert.deepEqual([response.status, (await response.json()).code], [400, 'invalid-json']);
    }
  }
});

test('metadata that is nested without end is refused, and a little nesting is not', async () => {
  const nested = (
    levels,
  ) => `{"conversationId":"known","writer":"nested","messages":[{"seq":1,"id":"n","role":"user",
    "content":"[[[[","createdAt":"2026-11-22T10:00:00Z","metadata":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}]}`;
  assertProblem(await post(server.url, '/message/append', nested(100_000)), 400, 'invalid-json');
  assert.equal((await post(server.url, '/message/append', nested(40))).json.results[0].status, 'stored');
});

test('another content type is refused', async () => {
  for (const path of commands) {
    for (const type of ['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded']) {
      assertProblem(
        await post(server.url, path, '{}', { 'content-type': type }),
        415,
        'unsupported-media-type',
      );
    }
  }
  const answer = await post(server.url, '/conversation/create', '{}', {
    'content-type': 'Application/JSON ; charset=utf-8',
  });
  assert.equal(answer.status, 201);
});

test('the envelope of an append names the member that is wrong', async () => {
  const good = { conversationId: 'known', writer: 'w', messages: [message(1, 'envelope-1')] };
  const cases = [
    [{ ...good, conversationId: undefined }, 'conversationId'],
    [{ ...good, conversationId: 'a/b' }, 'conversationId'],
    [{ ...good, writer: 7 }, 'writer'],
    [{ ...good, writer: 'x'.repeat(129) }, 'writer'],
    [{ ...good, messages: undefined }, 'messages'],
    [{ ...good, messages: [] }, 'messages'],
    [{ ...good, messages: [message(undefined, 'a')] }, 'messages[0].seq'],
    [{ ...good, messages: [message(0, 'a')] }, 'messages[0].seq'],
    [{ ...good, messages: [message(1.5, 'a')] }, 'messages[0].seq'],
    [{ ...good, messages: [message(2 ** 53, 'a')] }, 'messages[0].seq'],
    [{ ...good, messages: [{ seq: 1, tombstone: 'yes' }] }, 'messages[0].tombstone'],
  ];
  for (const [body, field] of cases) {
    const answer = await post(server.url, '/message/append', body);
    assertProblem(answer, 400, 'invalid-field');
    assert.equal(answer.json.field, field);
  }
  assert.equal(
    (await get(server.url, '/conversation/known')).json.messageCount,
    1,
    'only the nested one is there',
  );
});

test('a message that is wrong is rejected in its place, with the member named', async () => {
  const bad = [
    [{ role: 7 }, 'role'],
    [{ role: undefined }, 'role'],
    [{ content: undefined }, 'content'],
    [{ content: { parts: [] } }, 'content'],
    [{ id: 'a b' }, 'id'],
    [{ createdAt: 'yesterday' }, 'createdAt'],
    [{ parentId: 7 }, 'parentId'],
    [{ status: 'lost' }, 'status'],
    [{ metadata: 'x' }, 'metadata'],
  ];
  const messages = bad.map(([change], index) => ({ ...message(index + 1, `bad-${index}`), ...change }));
  const { status, json } = await post(server.url, '/message/append', {
    conversationId: 'known',
    writer: 'wrong',
    messages,
  });
  assert.equal(status, 200);
  assert.deepEqual(
    json.results.map((result) => [result.status, result.problem.field]),
    bad.map(([, member], index) => ['rejected', `messages[${index}].${member}`]),
  );
});

test('more than 1000 messages in one batch are too many', async () => {
  const messages = (count, name) => Array.from({ length: count }, (_, i) => message(i + 1, `${name}-${i}`));
  const body = (count, name) => ({ conversationId: 'known', writer: name, messages: messages(count, name) });
  assertProblem(await post(server.url, '/message/append', body(1001, 'over')), 413, 'batch-too-large');
  assert.equal((await post(server.url, '/message/append', body(1000, 'full'))).status, 200);
});

test('a body over 8 MiB is refused, also when its length is not announced', async () => {
  const body = JSON.stringify({ title: 'x'.repeat(9 * 1024 * 1024) });
  assertProblem(await post(server.url, '/conversation/create', body), 413, 'body-too-large');
  const stream = new Blob([body]).stream();
  const response = await fetch(`${server.url}/conversation/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: stream,
    duplex: 'half',
  });
  assert.deepEqual([response.status, (await response.json()).code], [413, 'body-too-large']);
});

test('a header without end is refused', async () => {
  const text = await exchangeRaw(`GET /health HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
  assert.match(text, /^HTTP\/1.1 431 /);
});

test('what is no HTTP gets 400', async () => {
  assert.match(await exchangeRaw('hello\r\n\r\n'), /^HTTP\/1.1 400 [\s\S]*"invalid-request"/);
  assert.match(await exchangeRaw('GET /%zz HTTP/1.1\r\nhost: x\r\n\r\n'), /^HTTP\/1.1 400 /);
  assert.match(await exchangeRaw('GET /%00 HTTP/1.1\r\nhost: x\r\n\r\n'), /^HTTP\/1.1 400 /);
  assert.match(await exchangeRaw('GET /%4 HTTP/1.1\r\nhost: x\r\n\r\n'), /^HTTP\/1.1 400 /);
});

test('the method of another route gets 405 and the methods that are allowed', async () => {
  const cases = [
    ['GET', '/message/append', 'POST'],
    ['POST', '/conversation/known', 'PATCH, DELETE, GET'],
    ['DELETE', '/conversation/known/messages', 'GET'],
    ['PUT', '/health', 'GET'],
    ['GET', '/completion/generate', 'POST'],
  ];
  for (const [method, path, allow] of cases) {
    const answer = await send(server.url, method, path);
    assertProblem(answer, 405, 'method-not-allowed');
    assert.equal(answer.headers.get('allow'), allow);
  }
});

test('a path that is unknown gets 404', async () => {
  for (const path of [
    '/',
    '/nothing',
    '/conversation',
    '/conversation/',
    '/conversation/a/b',
    '/demo/faults',
  ]) {
    assertProblem(await get(server.url, path), 404, 'not-found');
  }
});

test('a listed origin may read answers and their Retry-After, another one may not', async () => {
  const listed = await get(server.url, '/health', { origin: 'https://chat.example' });
  assert.equal(listed.headers.get('access-control-allow-origin'), 'https://chat.example');
  assert.match(listed.headers.get('access-control-expose-headers'), /Retry-After/);
  assert.equal(listed.headers.get('vary'), 'Origin');
  const other = await get(server.url, '/health', { origin: 'https://elsewhere.example' });
  assert.equal(other.headers.get('access-control-allow-origin'), null);

  const preflight = await send(server.url, 'OPTIONS', '/message/append', undefined, {
    origin: 'https://chat.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type, idempotency-key, last-event-id',
  });
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get('access-control-allow-headers'), /Idempotency-Key.*Last-Event-ID/);
});

test('every answer carries the security headers', async () => {
  for (const path of ['/health', '/nothing']) {
    const { headers } = await get(server.url, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy'), /script-src 'self' 'wasm-unsafe-eval'/);
  }
});

test('a command line that is wrong is refused with a reason', async () => {
  const cases = [
    [['--port', '70000'], /--port must be a number/],
    [['--port'], /--port needs a value/],
    [['--database', 'mysql://x'], /--database must be sqlite:PATH or postgresql:/],
    [['--static', '/nowhere/at/all'], /--static is not a folder/],
    [['--upstream', 'https://api.example'], /--upstream and --upstream-model go together/],
    [['--upstream', 'ftp://x', '--upstream-model', 'm'], /--upstream must be a URL/],
    [['--colour'], /there is no option --colour/],
  ];
  for (const [args, reason] of cases) {
    const { code, stderr } = await runServer(args);
    assert.equal(code, 2);
    assert.match(stderr, reason);
  }
  const help = await runServer(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /sqlite:PATH.*\n.*postgresql:/);
});

test('a port that is taken and a database that cannot be opened end the server with a reason', async () => {
  const taken = await runServer(['--port', `${server.port}`, '--database', server.database]);
  assert.equal(taken.code, 1);
  assert.match(taken.stderr, /Address already in use/);
  const closed = await runServer(['--port', '0', '--database', 'sqlite:/nowhere/at/all.sqlite']);
  assert.equal(closed.code, 1);
  assert.match(closed.stderr, /cannot open the database/);
  const away = await runServer(['--port', '0', '--database', 'postgresql://127.0.0.1:1/nothing']);
  assert.equal(away.code, 1);
  assert.match(away.stderr, /PostgreSQL: .*refused/);
});
