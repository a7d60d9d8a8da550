/** Leaving, stopping and dying: what was answered is in the database, once and in order. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { append, createConversation, get, message, openStream, readMessages, waitUntil } from './client.mjs';
import { databaseFor } from './databases.mjs';
import { startServer } from './harness.mjs';

const say = (content) => ({ messages: [{ role: 'user', content }] });

/** How many TCP connections the process has open, by its file descriptors. */
function countSockets(pid) {
  const links = execFileSync('ls', ['-l', `/proc/${pid}/fd`], { encoding: 'utf8' });
  return links.split('\n').filter((line) => line.includes('socket:')).length;
}

test('SIGTERM ends an idle server with exit code 0', async () => {
  const server = await startServer();
  await get(server.url, '/health');
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
});

test('SIGTERM with a stream open breaks the stream and exits with code 0 at once', async () => {
  const server = await startServer({ args: ['--token-delay-ms', '200'] });
  const stream = await openStream(server.url, say('A long answer'));
  await waitUntil(() => stream.text().includes('id: 2\n'), 'the answer has begun');
  const begun = Date.now();
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  assert.ok(Date.now() - begun < 4000, 'it does not wait for the whole answer');
  assert.equal(await stream.ended, 'broken');
  assert.ok(!stream.text().includes('[DONE]'));
});

test('SIGTERM lets a request in flight finish', async () => {
  const server = await startServer({ args: ['--demo-faults'] });
  await createConversation(server.url, 'flight');
  await fetch(`${server.url}/demo/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"delayMs":500}',
  });
  const answer = append(server.url, 'flight', 'writer', [message(1, 'flight-1')]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stopped = server.stop();
  assert.equal((await answer).status, 200);
  assert.deepEqual(await stopped, { code: 0, signal: null });
});

test('SIGTERM waits no longer than five seconds', async () => {
  const server = await startServer({ args: ['--demo-faults'] });
  await fetch(`${server.url}/demo/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"delayMs":60000}',
  });
  const answer = assert.rejects(get(server.url, '/conversations'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const begun = Date.now();
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  assert.ok(Date.now() - begun < 8000);
  await answer;
});

test('a client that leaves ends the generating of its answer', async () => {
  // At this pace the server would write nothing for a minute: it has to notice by itself.
  const server = await startServer({ args: ['--token-delay-ms', '60000'] });
  await get(server.url, '/health', { connection: 'close' });
  const idleSockets = countSockets(server.pid);
  const stream = await openStream(server.url, say('Anything'));
  assert.equal(countSockets(server.pid), idleSockets + 1);
  stream.leave();
  await waitUntil(() => countSockets(server.pid) === idleSockets, 'the connection is closed');
  await server.stop();
});

test('what was stored is there after a restart, and its decisions are kept', async (context) => {
  const { url: database } = await databaseFor(context);
  const first = await startServer({ database });
  await createConversation(first.url, 'kept');
  await append(first.url, 'kept', 'writer', [
    message(1, 'kept-1'),
    { ...message(2, 'kept-2'), role: 'robot' },
    { seq: 3, tombstone: true },
  ]);
  await first.stop();

  const second = await startServer({ database });
  const answer = await append(second.url, 'kept', 'writer', [
    message(1, 'kept-1'),
    message(2, 'kept-2'),
    { seq: 3, tombstone: true },
    message(4, 'kept-4'),
  ]);
  assert.deepEqual(
    answer.json.results.map((result) => result.status),
    ['duplicate', 'rejected', 'skipped', 'stored'],
  );
  await second.stop();
});

/** Sends messages one after the other, each until it is answered, whatever happens to the server. */
async function sendStubbornly(server, conversation, writer, count) {
  const answered = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const batch = [message(seq, `${writer}-${seq}`)];
    await waitUntil(
      async () => {
        const answer = await append(server().url, conversation, writer, batch).catch(() => undefined);
        return answer?.status === 200;
      },
      `message ${seq} of ${writer} is answered`,
      60_000,
    );
    answered.push(`${writer}-${seq}`);
  }
  return answered;
}

test('SIGKILL under load loses nothing that was answered, and doubles nothing', async (context) => {
  const { url: database } = await databaseFor(context);
  let server = await startServer({ database });
  const { port } = server;
  await createConversation(server.url, 'load');
  const writers = Array.from({ length: 8 }, (_, index) => `load-${index}`);
  const done = Promise.all(writers.map((writer) => sendStubbornly(() => server, 'load', writer, 60)));

  for (let kills = 0; kills < 3; kills += 1) {
    const target = (kills + 1) * 80;
    await waitUntil(
      async () => (await get(server.url, '/conversation/load')).json.messageCount >= target,
      `${target} messages are stored`,
      60_000,
    );
    await server.kill();
    server = await startServer({ database, port });
  }
  const answered = await done;

  const stored = await readMessages(server.url, 'load');
  assert.deepEqual(
    stored.map((one) => one.position),
    stored.map((_, index) => index + 1),
  );
  for (const [index, writer] of writers.entries()) {
    const mine = stored.map((one) => one.id).filter((id) => id.startsWith(`${writer}-`));
    assert.deepEqual(mine, answered[index]);
  }
  await server.stop();
});
