import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertStoredOnceInOrder, texts } from './support/delivery.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let plain;
before(async () => (plain = await buildPlainPage()));
after(() => plain.remove());

/** A body in a world whose backend serves the plain page. */
const onPlainPage = (body) => (t) =>
  inWorld(
    async (world) => {
      const page = await world.newPage(await world.newContext());
      const response = await page.goto(`${world.backend.url}/plain.html`);
      await page.waitForFunction(() => window.holdfast !== undefined);
      await body(world, page, response);
    },
    { page: plain.folder },
  )(t);

test(
  'the package runs in a plain page whose policy allows WebAssembly and no eval',
  onPlainPage(async ({ backend }, page, response) => {
    const policy = response.headers()['content-security-policy'];
    assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
    assert.doesNotMatch(policy, /'unsafe-eval'|'unsafe-inline'/);

    const typed = texts('From a plain page', 3);
    const states = await page.evaluate(async (contents) => {
      const { conversations, persistence } = await window.holdfast.createHoldfast({ baseUrl: '/' });
      await conversations.createConversation({ id: 'plain', firstMessage: contents[0] });
      const queued = contents.map((content) => persistence.queueMessage({ role: 'user', content }, 'plain'));
      const atFirst = queued.map(({ state }) => state);
      await Promise.all(queued.map(({ synced }) => synced));
      return [atFirst, queued.map(({ state }) => state)];
    }, typed);
    assert.deepEqual(states, [
      ['queued', 'queued', 'queued'],
      ['synced', 'synced', 'synced'],
    ]);
    await assertStoredOnceInOrder(backend, 'plain', typed);
  }),
);

test(
  'the package runs in a module worker whose policy allows WebAssembly and no eval',
  onPlainPage(async ({ backend }, page) => {
    const contents = texts('From a worker', 4);
    const order = { conversationId: 'in-a-worker', contents };
    const report = await page.evaluate((given) => window.workInWorker(given), order);
    assert.equal(report.failure, undefined);
    assert.equal(report.hasDocument, false);
    assert.deepEqual(report.violations, []);
    assert.deepEqual(report.states, ['synced', 'synced', 'synced', 'synced']);
    assert.equal(report.status.persistence, 'durable');
    assert.equal(report.status.leader, true);

    const rows = await assertStoredOnceInOrder(backend, 'in-a-worker', [...contents, 'And your answer?']);
    assert.equal(rows.at(-1).role, 'assistant');
    assert.equal(rows.at(-1).id, report.answer.id);
    assert.equal(rows.at(-1).content, report.answer.content);
  }),
);

test(
  'input that cannot be saved throws a HoldfastError with a code at once',
  onPlainPage(async ({ backend }, page) => {
    const thrown = await page.evaluate(async () => {
      const { createHoldfast, HoldfastError } = window.holdfast;
      const { persistence } = await createHoldfast({ baseUrl: '/' });
      const tooLarge = { role: 'user', content: 'x'.repeat(1_100_000) };
      const attempts = {
        'no object': () => persistence.queueMessage('hello', 'c'),
        'a list': () => persistence.queueMessage([], 'c'),
        nothing: () => persistence.queueMessage(undefined, 'c'),
        'no role': () => persistence.queueMessage({ content: 'hello' }, 'c'),
        'no content': () => persistence.queueMessage({ role: 'user' }, 'c'),
        'no conversation': () => persistence.queueMessage({ role: 'user', content: 'hello' }),
        'an empty conversation': () => persistence.queueMessage({ role: 'user', content: 'hello' }, ''),
        'a conversation that is no id': () =>
          persistence.queueMessage({ role: 'user', content: 'hi' }, 'a b'),
        'too large': () => persistence.queueMessage(tooLarge, 'c'),
      };
      const outcome = (attempt) => {
        try {
          attempt();
          return 'accepted';
        } catch (error) {
          return error instanceof HoldfastError && error.message.length > 10 ? error.code : String(error);
        }
      };
      const outcomes = Object.entries(attempts).map(([name, attempt]) => [name, outcome(attempt)]);
      return { codes: Object.fromEntries(outcomes), pending: persistence.getQueueStatus().pending };
    });
    assert.deepEqual(thrown.codes, {
      'no object': 'invalid-message',
      'a list': 'invalid-message',
      nothing: 'invalid-message',
      'no role': 'invalid-message',
      'no content': 'invalid-message',
      'no conversation': 'missing-conversation-id',
      'an empty conversation': 'missing-conversation-id',
      'a conversation that is no id': 'invalid-conversation-id',
      'too large': 'message-too-large',
    });
    assert.equal(thrown.pending, 0);
    assert.deepEqual(await backend.stored(), []);
  }),
);
