/** Who may do what: bearer tokens, guests, and conversations that belong to their user alone. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { get, message, post, send } from './client.mjs';
import { databaseFor } from './databases.mjs';
import { runServer, startServer } from './harness.mjs';
import { bearer, fromNow, keyPair, signHs256, signRs256, unsigned } from './tokens.mjs';

const secret = 'a secret of thirty-two bytes or more';
const keys = keyPair();
let folder;
let server;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-keys-'));
  await writeFile(join(folder, 'public.pem'), keys.publicKey);
  server = await startServer({
    args: ['--auth', 'guests', '--jwt-public-key', join(folder, 'public.pem')],
    env: { HOLDFAST_JWT_SECRET: secret },
  });
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const list = (token) => get(server.url, '/conversations', token === undefined ? {} : bearer(token));

test('without a token every route of the protocol is closed, and what is for operators is open', async () => {
  for (const [method, path] of [
    ['POST', '/conversation/create'],
    ['POST', '/message/append'],
    ['POST', '/completion/generate'],
    ['GET', '/conversations'],
    ['GET', '/conversation/x'],
    ['PATCH', '/conversation/x'],
    ['DELETE', '/conversation/x'],
    ['GET', '/conversation/x/messages'],
  ]) {
    const { status, json, headers } = await send(server.url, method, path);
    assert.deepEqual([status, json.code], [401, 'unauthorized'], `${method} ${path}`);
    assert.equal(headers.get('www-authenticate'), 'Bearer');
  }
  assert.equal((await get(server.url, '/health')).status, 200);
  assert.equal((await get(server.url, '/metrics')).status, 200);
});

test('tokens signed with HS256 and with RS256 hold', async () => {
  assert.equal((await list(signHs256(secret, 'ada'))).status, 200);
  assert.equal((await list(signRs256(keys.privateKey, 'ada'))).status, 200);
  const { status } = await get(server.url, '/conversations', {
    authorization: `bEARER ${signHs256(secret, 'ada')}`,
  });
  assert.equal(status, 200, 'the name of the scheme has no case');
});

test('tokens that do not hold are refused, whatever is wrong with them', async () => {
  const good = signHs256(secret, 'ada');
  const [head, payload, signature] = good.split('.');
  const forged = {
    'another secret': signHs256(`${secret}!`, 'ada'),
    'another key': signRs256(keyPair().privateKey, 'ada'),
    'no signature': unsigned('ada'),
    'its signature cut off': `${head}.${payload}.`,
    'another payload': `${head}.${Buffer.from('{"sub":"eve","exp":9999999999}').toString('base64url')}.${signature}`,
    'the public key as a secret': signHs256(keys.publicKey, 'ada'),
    expired: signHs256(secret, 'ada', { exp: fromNow(-60) }),
    'without an end': signHs256(secret, 'ada', { exp: undefined }),
    'with an end that is no number': signHs256(secret, 'ada', { exp: 'tomorrow' }),
    'not yet': signHs256(secret, 'ada', { nbf: fromNow(600) }),
    'without a user': signHs256(secret, undefined),
    'with an empty user': signHs256(secret, ''),
    'with a user that is no text': signHs256(secret, 7),
    'with a control character': signHs256(secret, 'a\u0007da'),
    'with a user that is too long': signHs256(secret, 'a'.repeat(300)),
    'a guest by the secret of others': signHs256(secret, 'guest:ada'),
    'a guest by name': signHs256(secret, 'guest:ada', { iss: 'holdfast-guests' }),
    'an algorithm that is not taken': signHs256(secret, 'ada', {}, { alg: 'HS512' }),
    'an unknown algorithm': signHs256(secret, 'ada', {}, { alg: 'XX999' }),
    'a strange type': signHs256(secret, 'ada', {}, { typ: 'x' }),
    'no token at all': 'not-a-token',
    'only dots': '..',
    'very long': 'x'.repeat(12_000),
  };
  for (const [what, token] of Object.entries(forged)) {
    const { status, headers } = await list(token);
    assert.equal(status, 401, what);
    assert.equal(headers.get('www-authenticate'), 'Bearer error="invalid_token"', what);
  }
  assert.equal((await list(good)).status, 200);
});

test('a conversation belongs to its user, and to others it does not exist', async () => {
  const ada = bearer(signHs256(secret, 'ada'));
  const eve = bearer(signHs256(secret, 'eve'));
  const { url } = server;
  assert.equal(
    (await post(url, '/conversation/create', { id: 'of-ada', title: 'Private' }, ada)).status,
    201,
  );
  const batch = { conversationId: 'of-ada', writer: 'w', messages: [message(1, 'of-ada-1')] };
  assert.equal((await post(url, '/message/append', batch, ada)).status, 200);

  for (const attempt of [
    get(url, '/conversation/of-ada', eve),
    get(url, '/conversation/of-ada/messages', eve),
    send(url, 'PATCH', '/conversation/of-ada', { title: 'Mine' }, eve),
    send(url, 'DELETE', '/conversation/of-ada', undefined, eve),
    post(url, '/message/append', { ...batch, messages: [message(1, 'eve-1')] }, eve),
  ]) {
    const { status, json, text } = await attempt;
    assert.deepEqual([status, json.code], [404, 'conversation-not-found']);
    assert.ok(!text.includes('Private'));
  }
  const unknown = await get(url, '/conversation/nobody', eve);
  const foreign = await get(url, '/conversation/of-ada', eve);
  assert.equal(foreign.text.replaceAll('of-ada', 'nobody'), unknown.text, 'nothing tells the two apart');

  const taken = await post(url, '/conversation/create', { id: 'of-ada' }, eve);
  assert.deepEqual([taken.status, taken.json.code], [409, 'id-taken']);
  assert.ok(!taken.text.includes('Private'));
  assert.deepEqual((await get(url, '/conversations', eve)).json.conversations, []);
  assert.equal((await get(url, '/conversations?after=of-ada', eve)).status, 400);
  assert.deepEqual(
    (await get(url, '/conversations', ada)).json.conversations.map((one) => [one.id, one.messageCount]),
    [['of-ada', 1]],
  );
});

test('idempotency keys of two users do not meet', async () => {
  const create = (user) =>
    post(
      server.url,
      '/conversation/create',
      { title: 'Same' },
      { ...bearer(signHs256(secret, user)), 'idempotency-key': '"one-key"' },
    );
  const [first, second] = [await create('key-1'), await create('key-2')];
  assert.notEqual(first.json.id, second.json.id);
  assert.equal((await create('key-1')).json.id, first.json.id);
});

test('a message id of another user is refused without a word of theirs', async () => {
  const mine = bearer(signHs256(secret, 'mine'));
  const theirs = bearer(signHs256(secret, 'theirs'));
  const { url } = server;
  for (const [id, user] of [
    ['mine-1', mine],
    ['theirs-1', theirs],
  ])
    await post(url, '/conversation/create', { id }, user);
  const say = (conversationId, content, user) =>
    post(
      url,
      '/message/append',
      { conversationId, writer: 'w', messages: [message(1, 'shared-id', content)] },
      user,
    );
  await say('theirs-1', 'a secret text', theirs);
  const refused = await say('mine-1', 'x', mine);
  assert.deepEqual([refused.status, refused.json.results[0].problem.code], [200, 'id-taken']);
  assert.ok(!refused.text.includes('theirs') && !refused.text.includes('secret text'));
});

test('a guest gets a token for a new user, which holds at every server of the database', async (context) => {
  const { status, json } = await post(server.url, '/session/guest', {});
  assert.equal(status, 201);
  assert.match(json.userId, /^guest:[0-9a-f-]{36}$/);
  assert.ok(Date.parse(json.expiresAt) > Date.now() + 29 * 86_400_000);
  const other = (await post(server.url, '/session/guest', {})).json;
  assert.notEqual(json.userId, other.userId);
  await post(server.url, '/conversation/create', { id: 'of-guest' }, bearer(json.token));
  assert.equal((await get(server.url, '/conversation/of-guest', bearer(json.token))).status, 200);
  assert.equal((await get(server.url, '/conversation/of-guest', bearer(other.token))).status, 404);

  const { url: database } = await databaseFor(context);
  const first = await startServer({ database, args: ['--auth', 'guests'] });
  const { token } = (await post(first.url, '/session/guest', {})).json;
  await first.stop();
  const second = await startServer({ database, args: ['--auth', 'guests'] });
  assert.equal((await get(second.url, '/conversations', bearer(token))).status, 200);
  assert.equal(
    (await get(second.url, '/conversations', bearer(json.token))).status,
    401,
    'of another database',
  );
  await second.stop();
});

test('issuer and audience are demanded where they are given', async () => {
  const strict = await startServer({
    args: ['--auth', 'required', '--jwt-issuer', 'https://id.example', '--jwt-audience', 'chat'],
    env: { HOLDFAST_JWT_SECRET: secret },
  });
  const status = async (claims) =>
    (await get(strict.url, '/conversations', bearer(signHs256(secret, 'ada', claims)))).status;
  const iss = 'https://id.example';
  assert.equal(await status({ iss, aud: 'chat' }), 200);
  assert.equal(await status({ iss, aud: ['mail', 'chat'] }), 200);
  assert.equal(await status({ iss, aud: 'mail' }), 401);
  assert.equal(await status({ iss, aud: ['mail'] }), 401);
  assert.equal(await status({ iss }), 401);
  assert.equal(await status({ iss: 'https://evil.example', aud: 'chat' }), 401);
  assert.equal(await status({ aud: 'chat' }), 401);
  assert.equal((await post(strict.url, '/session/guest', {})).status, 404, 'there are no guests here');
  await strict.stop();
});

test('a server without the keys that it needs does not start, and says what to do', async () => {
  const cases = [
    [['--auth', 'required'], {}, /set HOLDFAST_JWT_SECRET, or give --jwt-public-key/],
    [['--auth', 'required'], { HOLDFAST_JWT_SECRET: 'short' }, /shorter than 32 bytes/],
    [['--auth', 'required', '--jwt-public-key', fileURLToPath(import.meta.url)], {}, /no public key in PEM/],
  ];
  for (const [args, env, reason] of cases) {
    const { code, stderr } = await runServer(['--port', '0', '--database', server.database, ...args], env);
    assert.equal(code, 1);
    assert.match(stderr, reason);
  }
});
