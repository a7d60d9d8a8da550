/**
 * The way out of the old one-shot endpoint (docs/migration.md), walked on one database with real servers and the real
 * library: phase by phase, back, and to the end. Each part begins where the one before ended.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { threadOf } from '../../js/index.js';
import { placeOf } from '../../js/services/userShare.js';
import { get, openStream, waitUntil } from '../server/client.mjs';
import { Page } from './support/Page.mjs';
import { Product } from './support/Product.mjs';

/** @typedef {import('node:test').TestContext} TestContext */

const users = Array.from({ length: 24 }, (_, i) => `user-${i}`);
const guide = new URL('../../docs/migration.md', import.meta.url);

/** The parts of one walk. */
class Walk {
  /** The conversation that a page of before the library has begun. */
  oldId = '';
  /** One in which both ways were used at once. */
  mixedId = '';

  /** @param {TestContext} context @param {Product} product */
  constructor(context, product) {
    this.context = context;
    this.product = product;
  }

  /** @param {import('../../js/index.js').ModeOption} mode */
  openPage(mode) {
    return Page.open(this.context, this.product.url, mode);
  }

  /**
   * @param {Page} page
   * @param {string} content
   * @param {string} [conversationId]
   */
  async send(page, content, conversationId) {
    if (conversationId) this.product.expect(conversationId, content);
    const sent = await page.holdfast.messages.sendMessage(content, conversationId);
    if (!conversationId) this.product.expect(sent.conversationId, content);
    return sent;
  }

  /** The page shows what is stored, and nothing twice. @param {Page} page @param {string} conversationId */
  async assertShown(page, conversationId) {
    await page.holdfast.persistence.flush();
    const stored = await this.product.stored(conversationId);
    const shown = page.contents(conversationId);
    assert.deepEqual(
      [...shown].sort(),
      stored.map(({ id, content }) => [id, content]).sort(),
      'the page shows what is stored, and nothing twice',
    );
  }

  /** The newest answer was made from all that was said before it. @param {Page} page @param {string} conversationId */
  async assertAnsweredFromAll(page, conversationId) {
    await page.holdfast.persistence.flush();
    const stored = await this.product.stored(conversationId);
    const answer = stored.at(-1);
    assert.equal(answer.role, 'assistant');
    assert.equal(answer.content, await this.product.pureAnswer(stored.slice(0, -1)));
  }
}

/** The ids of the thread that is shown. @param {Walk} walk @param {string} conversationId */
async function idsOf(walk, conversationId) {
  const thread = threadOf(await walk.product.stored(conversationId), { conversationId });
  return thread.map(({ message }) => message.id);
}

/** @param {Product} product */
const runsTotal = async (product) =>
  (await product.counters(/^holdfast_legacy_runs_total/)).holdfast_legacy_runs_total ?? 0;

/** Phase 1: the new endpoints stand beside the old one, which is still all that pages use. @param {Walk} walk */
async function usesTheOldEndpoint(walk) {
  const { product } = walk;
  await product.deploy('on');
  const begun = await product.runRaw({ message: { content: 'A question of before' } });
  walk.oldId = begun.started.conversationId;
  product.expect(walk.oldId, 'A question of before');

  const page = await walk.openPage('legacy');
  const thread = await page.load(walk.oldId);
  assert.deepEqual(
    thread.map(({ role, content }) => [role, content]),
    [
      ['user', 'A question of before'],
      ['assistant', begun.content],
    ],
  );
  const { answer } = await walk.send(page, 'A question of the library', walk.oldId);
  assert.deepEqual([answer.state, page.holdfast.mode], ['synced', 'legacy']);
  await walk.assertAnsweredFromAll(page, walk.oldId);
  await walk.assertShown(page, walk.oldId);

  const { conversationId } = await walk.send(page, 'Another conversation');
  await walk.assertShown(page, conversationId);
  assert.equal(await runsTotal(product), 3);
  assert.equal(await product.query("SELECT COUNT(*) FROM decisions WHERE writer <> 'writer'"), '0');
}

/** On SQLite: what the oldest schema held is shown, and gone on with. @param {Walk} walk */
async function goesOnWithTheOldestSchema(walk) {
  const page = await walk.openPage('legacy');
  const { conversations } = await page.holdfast.conversations.listConversations();
  assert.ok(['old', 'old-empty', 'old-keyed'].every((id) => conversations.some((one) => one.id === id)));
  const thread = await page.load('old');
  assert.deepEqual(
    thread.map(({ id, parentId }) => [id, parentId]),
    [
      ['old-1', undefined],
      ['old-3', 'old-1'],
    ],
  );
  walk.product.expect('old', 'content of old-1');
  await walk.send(page, 'Do you remember?', 'old');
  await walk.assertAnsweredFromAll(page, 'old');
  await walk.assertShown(page, 'old');
}

/** Phase 1, before anybody moves: each run is compared with what the new endpoints would save. @param {Walk} walk */
async function comparesInTheShadow(walk) {
  const { product } = walk;
  await product.deploy('shadow');
  const page = await walk.openPage('legacy');
  await walk.send(page, 'Compared and the same', walk.oldId);
  await walk.send(page, 'Compared in a new conversation');
  const same = 'holdfast_shadow_comparisons_total{result="same"}';
  assert.deepEqual(await product.counters(/^holdfast_shadow/), { [same]: 2 });

  const body = { message: { id: 'sent-twice', content: 'Sent twice' } };
  const { started } = await product.runRaw(body);
  await product.runRaw({ ...body, conversationId: started.conversationId });
  const stream = await openStream(
    product.url,
    { message: { content: 'Left in the middle' } },
    {},
    '/agentconversation/run',
  );
  await waitUntil(() => stream.text().includes('id: 2'), 'the answer has begun');
  stream.leave();
  const different = 'holdfast_shadow_comparisons_total{result="different"}';
  await waitUntil(
    async () => (await product.counters(/^holdfast_shadow/))[different] === 2,
    'two runs are told to differ',
  );
  assert.deepEqual(await product.counters(/^holdfast_shadow/), {
    [same]: 3,
    [different]: 2,
    'holdfast_shadow_differences_total{in="question.repeated"}': 1,
    'holdfast_shadow_differences_total{in="answer.lost"}': 1,
  });
  assert.equal(product.log().match(/"event":"shadow-differs"/g)?.length, 2);
  assert.equal((await product.stored(started.conversationId)).length, 4, 'as the old endpoint does');
  await product.judge();
}

/** While a run streams, another page asks in the new way: its question comes between the run's and the run's answer. @param {Walk} walk */
async function asksBothWaysAtOnce(walk) {
  const { product } = walk;
  const { started } = await product.runRaw({ message: { content: 'To begin with' } });
  await product.deploy('on', { wordMs: 10 });
  const page = await walk.openPage('hybrid');
  walk.mixedId = started.conversationId;
  const body = { conversationId: walk.mixedId, message: { content: 'Hello' } };
  const stream = await openStream(product.url, body, {}, '/agentconversation/run');
  await waitUntil(() => stream.text().includes('id: 2'), 'the answer has begun');
  const { message } = await page.holdfast.messages.sendMessage('The new way', walk.mixedId);
  assert.equal(await stream.ended, 'complete');
  await page.holdfast.persistence.flush();
  const stored = await product.stored(walk.mixedId);
  assert.deepEqual(
    stored.slice(2).map(({ role, content }) => (role === 'user' ? content : role)),
    ['Hello', 'The new way', 'assistant', 'assistant'],
  );
  // The answer to 'Hello' is the shorter one.
  assert.deepEqual(
    stored.slice(4).map(({ parentId }) => parentId),
    [undefined, message.id],
  );
  assert.equal((await idsOf(walk, walk.mixedId)).length, stored.length, 'nothing of it is hidden');
}

/** Phase 2: a growing share of the users. Their pages stay open all the time. @param {Walk} walk */
async function movesAShareOfUsers(walk) {
  const { product } = walk;
  const pages = new Map();
  const places = new Map();
  const counts = [];
  let before = new Set();
  for (const hybridShare of [0, 0.5, 1]) {
    const runs = await runsTotal(product);
    const now = new Set();
    const useIt = async (/** @type {string} */ userId) => {
      const mode = { hybridShare, userId };
      const page = pages.get(userId) ?? (await walk.openPage(mode));
      pages.set(userId, page);
      page.holdfast.setMode(mode);
      if (page.holdfast.mode === 'hybrid') now.add(userId);
      const sent = await walk.send(page, `${userId} at ${hybridShare}`, places.get(userId));
      places.set(userId, sent.conversationId);
      await page.holdfast.persistence.flush();
      const again = await walk.openPage(mode);
      assert.equal(again.holdfast.mode, page.holdfast.mode, 'another page of the user has the same mode');
    };
    await Promise.all(users.map(useIt));
    assert.deepEqual(now, new Set(users.filter((userId) => placeOf(userId) < hybridShare)));
    for (const userId of before) assert.ok(now.has(userId), `${userId} keeps the new way`);
    assert.equal(await runsTotal(product), runs + users.length - now.size, 'the others use the old one');
    before = now;
    counts.push(now.size);
  }
  // Four standard deviations of a fair draw.
  assert.ok(Math.abs(counts[1] - users.length / 2) <= 2 * Math.sqrt(users.length), `${counts[1]}`);
  assert.deepEqual([counts[0], counts[2]], [0, users.length]);
  for (const userId of users) await walk.assertShown(pages.get(userId), places.get(userId));
  await product.judge();
}

/** Phase 2: the switch comes while answers stream, both ways. @param {Walk} walk */
async function switchesInTheMiddle(walk) {
  const { product } = walk;
  const page = await walk.openPage('legacy');
  await page.load(walk.oldId);
  const streams = walk.send(page, 'Streams by the old way', walk.oldId);
  await page.answerBegun();
  page.holdfast.setMode('hybrid');
  const behind = walk.send(page, 'Behind it by the new way', walk.oldId);
  await Promise.all([streams, behind]);
  await walk.assertAnsweredFromAll(page, walk.oldId);

  const third = walk.send(page, 'Streams by the new way', walk.oldId);
  await page.answerBegun();
  page.holdfast.setMode('legacy');
  await Promise.all([third, walk.send(page, 'Behind it by the old way', walk.oldId)]);
  await walk.assertAnsweredFromAll(page, walk.oldId);
  await walk.assertShown(page, walk.oldId);
  assert.deepEqual(page.failures, []);

  const thread = await page.load(walk.oldId);
  assert.equal(thread.length, (await product.stored(walk.oldId)).length, 'all of it is shown');
  assert.deepEqual(
    thread.map(({ role }) => role),
    thread.map((_, i) => (i % 2 === 0 ? 'user' : 'assistant')),
  );
  await product.judge();
}

/** Back, while the new way holds messages that are not sent yet; and forth again. @param {Walk} walk */
async function goesBackAndForth(walk) {
  const { product } = walk;
  const page = await walk.openPage('hybrid');
  const { conversationId } = await walk.send(page, 'By the new way');
  await page.holdfast.persistence.flush();
  await product.stop();
  const asked = ['Waits here', 'Waits behind it'].map((content) => {
    product.expect(conversationId, content);
    return page.holdfast.persistence.queueMessage({ role: 'user', content }, conversationId);
  });
  page.holdfast.setMode('legacy');
  await product.deploy('shadow');
  await walk.send(page, 'Back by the old way', conversationId);
  for (const { synced } of asked) await synced;
  const stored = await product.stored(conversationId);
  assert.deepEqual(
    stored.map(({ role, content }) => (role === 'user' ? content : role)),
    ['By the new way', 'assistant', 'Waits here', 'Waits behind it', 'Back by the old way', 'assistant'],
  );
  page.holdfast.setMode('hybrid');
  await walk.send(page, 'Forth by the new way', conversationId);
  await walk.assertShown(page, conversationId);
  await walk.assertAnsweredFromAll(page, conversationId);
  // Two of its questions were only noted: nobody asked for their answers.
  product.sent.delete(conversationId);
  await product.judge();
}

/** Phase 3: the old endpoint is off, and pages are open that do not know. @param {Walk} walk */
async function breaksNoOldPage(walk) {
  const { product } = walk;
  const page = await walk.openPage('legacy');
  await page.load(walk.oldId);
  const halfMoved = await walk.openPage({ hybridShare: 0, userId: 'user-0' });
  await product.deploy('off');

  const { status, json } = await product.runRaw({ message: { content: 'Without the library' } });
  assert.deepEqual([status, json.code], [410, 'legacy-run-off']);

  const first = await walk.send(page, 'To an endpoint that is gone', walk.oldId);
  await walk.send(page, 'And once more', walk.oldId);
  await first.message.synced;
  assert.deepEqual(page.changes, [{ mode: 'hybrid', reason: 'legacy-run-off' }]);
  assert.deepEqual(page.failures, []);
  await walk.assertAnsweredFromAll(page, walk.oldId);
  await walk.assertShown(page, walk.oldId);

  const { conversationId } = await walk.send(halfMoved, 'A new conversation');
  await walk.assertShown(halfMoved, conversationId);
  assert.equal(halfMoved.holdfast.mode, 'hybrid');
  assert.equal(await runsTotal(product), 0);
  await product.judge();
}

/** Phase 3: old answers get the parentId that they never had. @param {Walk} walk */
async function namesTheQuestionsOfOldAnswers(walk) {
  const { product } = walk;
  const sql = /```sql\n\s*(UPDATE messages[^`]+)```/.exec(await readFile(guide, 'utf8'))?.[1];
  assert.ok(sql, 'docs/migration.md has the statement');
  const before = await product.stored(walk.oldId);
  assert.ok(before.some(({ role, parentId }) => role === 'assistant' && parentId === undefined));
  const threads = () =>
    Promise.all([...product.sent.keys(), walk.mixedId].map(async (id) => idsOf(walk, id)));
  const shownBefore = await threads();
  await product.query(sql);
  assert.deepEqual(await threads(), shownBefore, 'the same is shown');
  const after = await product.stored(walk.oldId);
  assert.deepEqual(
    after.filter(({ role }) => role === 'assistant').map(({ parentId }) => parentId),
    after.filter(({ role }) => role === 'user').map(({ id }) => id),
  );
  const page = await walk.openPage('hybrid');
  const answer = await page.holdfast.messages.regenerate(walk.oldId, { messageId: before.at(1).id });
  await answer.synced;
  const [first] = after;
  assert.equal(answer.message.parentId, first.id);
  assert.equal(answer.message.content, await product.pureAnswer([first]));
}

test('a product moves from its one-shot endpoint to the new ones', async (context) => {
  const product = await Product.create(context);
  const walk = new Walk(context, product);
  /** @type {[string, (walk: Walk) => Promise<void>, boolean?][]} */
  const parts = [
    ['1: the new endpoints stand beside the old one, and pages in legacy mode use that', usesTheOldEndpoint],
    ['1: what the oldest schema held is shown, and gone on with', goesOnWithTheOldestSchema, !product.isOld],
    ['1: what two pages ask at once, each its way, is all there and all shown', asksBothWaysAtOnce],
    ['1: the shadow counts what would differ', comparesInTheShadow],
    ['2: a share of users moves, from none to all, each for good', movesAShareOfUsers],
    ['2: a switch in the middle of a conversation loses, doubles and disorders nothing', switchesInTheMiddle],
    ['2: back to the old way and forth again', goesBackAndForth],
    ['3: the old endpoint is off, and a page that does not know moves by itself', breaksNoOldPage],
    ['3: old answers are told which question they answer', namesTheQuestionsOfOldAnswers],
  ];
  for (const [sentence, part, isSkipped = false] of parts) {
    await context.test(sentence, { skip: isSkipped && 'there is no such schema of PostgreSQL' }, () =>
      part(walk),
    );
  }
  assert.equal((await get(product.url, '/health')).status, 200);
});
