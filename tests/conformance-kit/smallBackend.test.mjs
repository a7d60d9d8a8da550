/** The small backend keeps the protocol, in 200 lines, and keeps what it answered. */
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Client } from '../../conformance/lib/Client.mjs';
import { message } from '../../conformance/lib/Kit.mjs';
import { holdAgainst } from './support/holdAgainst.mjs';
import { sourceFile, startSmallBackend } from './support/smallBackend.mjs';

/** Node itself refuses a header that is too long, as its README says. @param {string} violation */
const isOfNode = (violation) => violation === 'GET /health 431: the content type is missing';

test('every check holds but for users and guests, and every exchange is as the OpenAPI file says', async (context) => {
  const backend = await startSmallBackend();
  context.after(() => backend.stop());
  const { failures, skipped, violations, answers } = await holdAgainst(backend.url);
  assert.deepEqual(failures, []);
  assert.deepEqual(skipped, ['owners', 'guests']);
  assert.deepEqual(
    violations.filter((violation) => !isOfNode(violation)),
    [],
  );
  assert.ok(answers.length > 500, `${answers.length} answers were looked at`);
});

test('with tokens, every check holds but for guests', async (context) => {
  const backend = await startSmallBackend({ tokens: 'one=ann&two=bob' });
  context.after(() => backend.stop());
  const run = await holdAgainst(backend.url, { token: 'one', otherToken: 'two' });
  assert.deepEqual(run.failures, []);
  assert.deepEqual(run.skipped, ['guests']);
  assert.deepEqual(
    run.violations.filter((violation) => !isOfNode(violation)),
    [],
  );
});

test('it has at most 200 lines', async () => {
  const lines = (await readFile(sourceFile, 'utf8')).trimEnd().split('\n');
  assert.ok(lines.length <= 200, `${lines.length}`);
});

test('what was answered is there after SIGKILL, and a line that was cut off is not', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-small-log-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const log = join(folder, 'chat.log');
  const batch = {
    conversationId: 'kept',
    writer: 'w',
    messages: [message(1, 'a'), { seq: 2, tombstone: true }],
  };
  const paths = ['/conversations', '/conversation/kept', '/conversation/kept/messages'];
  /** @param {(client: Client) => Promise<void>} work */
  const live = async (work) => {
    const backend = await startSmallBackend({ log });
    try {
      await work(new Client({ urls: [backend.url], timeoutMs: 10_000 }));
    } finally {
      await backend.stop();
    }
  };
  /** @param {Client} client */
  const read = async (client) =>
    (await Promise.all(paths.map((path) => client.get(path)))).map(({ text }) => text);

  let before = /** @type {string[]} */ ([]);
  const key = { 'idempotency-key': 'k' };
  await live(async (client) => {
    await client.post('/conversation/create', { id: 'kept', title: 'Kept' });
    await client.post('/conversation/create', { id: 'gone' });
    await client.send('DELETE', '/conversation/gone');
    await client.send('PATCH', '/conversation/kept', { json: { title: 'Renamed' } });
    before = [(await client.post('/conversation/create', { title: 'Keyed' }, key)).text];
    await client.post('/message/append', batch);
    before.push(...(await read(client)));
  });
  await appendFile(log, '{"route":"POST /conversation/create","body":{"id":"torn"');
  for (let life = 1; life <= 2; life += 1) {
    await live(async (client) => {
      const keyed = await client.post('/conversation/create', { title: 'Keyed' }, key);
      assert.deepEqual([keyed.text, ...(await read(client))], before);
      const again = await client.post('/message/append', batch);
      assert.deepEqual(
        again.json.results.map((/** @type {any} */ one) => one.status),
        ['duplicate', 'skipped'],
      );
      assert.equal((await client.post('/conversation/create', { id: 'gone' })).status, 410);
    });
  }
});
