/** Limits on the rate and the streams of each client. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, openStream, post, waitUntil } from './client.mjs';
import { startServer } from './harness.mjs';
import { bearer, signHs256 } from './tokens.mjs';

const secret = 'a secret of thirty-two bytes or more';
const say = (content) => ({ messages: [{ role: 'user', content }] });

test('a client that asks too often is told when to come back, and others are not held up', async () => {
  const server = await startServer({
    args: ['--auth', 'required', '--rate-limit', '2'],
    env: { HOLDFAST_JWT_SECRET: secret },
  });
  const ask = (user) => get(server.url, '/conversations', bearer(signHs256(secret, user)));
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask('busy')));
  const refused = answers.filter((answer) => answer.status === 429);
  assert.ok(refused.length > 0 && refused.length <= 30, 'ten at once, and two a second');
  for (const { json, headers } of refused) {
    assert.equal(json.code, 'rate-limited');
    assert.ok(Number(headers.get('retry-after')) >= 1);
  }
  assert.equal((await ask('calm')).status, 200);
  for (let i = 0; i < 30; i += 1) assert.equal((await get(server.url, '/health')).status, 200);
  await waitUntil(async () => (await ask('busy')).status === 200, 'the busy one may go on');
  await server.stop();
});

test('a client has so many streams at once and no more, until one of them ends', async () => {
  const server = await startServer({ args: ['--stream-limit', '2', '--token-delay-ms', '60000'] });
  const first = await openStream(server.url, say('one'));
  const second = await openStream(server.url, say('two'));
  const refused = await post(server.url, '/completion/generate', say('three'));
  assert.deepEqual([refused.status, refused.json.code], [429, 'too-many-streams']);
  assert.ok(refused.headers.get('retry-after'));
  first.leave();
  await waitUntil(async () => {
    const third = await openStream(server.url, say('three'));
    third.leave();
    return third.status === 200;
  }, 'there is a place again');
  second.leave();
  await server.stop();
});

test('connections beyond the bound are closed, and the others go on', async () => {
  const server = await startServer({ args: ['--max-connections', '3', '--token-delay-ms', '60000'] });
  const streams = await Promise.all(['a', 'b', 'c'].map((text) => openStream(server.url, say(text))));
  await assert.rejects(get(server.url, '/health'));
  for (const stream of streams) stream.leave();
  await waitUntil(() => get(server.url, '/health').then(Boolean, () => false), 'there is room again');
  await server.stop();
});
