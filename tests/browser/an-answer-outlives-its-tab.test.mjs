import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test, { after, before } from 'node:test';
import { uncutAnswer } from './support/Backend.mjs';
import { inWorld } from './support/World.mjs';
import { keptAnswers } from './support/answerStore.mjs';
import { assertShownAsStored } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let plain;
before(async () => (plain = await buildPlainPage()));
after(() => plain.remove());

/** The chat page's database. */
const CHAT = 'holdfast-demo';
const QUESTION = 'What keeps kelp on its rock? Show it in a table.';
const unhurried = { tokenDelayMs: 40 };
const uncut = () => uncutAnswer([{ role: 'user', content: QUESTION }]);

/** Waits until a part of the answer is shown, and kept in the log. @returns what is kept */
async function aPartIsKept(page, database = 'holdfast') {
  const [kept] = await eventually('a part of the answer is kept', async () => {
    const answers = await keptAnswers(page, database);
    return answers[0]?.tail.length > 80 && answers;
  });
  return kept;
}

/** The only answer that is stored. @returns {Promise<import('./support/Backend.mjs').StoredRow>} */
async function theOnlyAnswer(backend) {
  const rows = await eventually(
    'the answer is stored',
    async () => {
      const found = await backend.query("SELECT * FROM messages WHERE role = 'assistant'");
      return found.length > 0 && found;
    },
    { timeoutMs: 60_000 },
  );
  assert.equal(rows.length, 1);
  return rows[0];
}

const nothingIsKept = (page, database = 'holdfast') =>
  eventually('the checkpoint is forgotten', async () => (await keptAnswers(page, database)).length === 0);

test(
  'an answer whose browser is killed is there when it is started again, and goes on to its end',
  inWorld(async ({ backend, mortalBrowser, newTab }) => {
    const browser = mortalBrowser();
    const dying = await newTab(await browser.open());
    const conversation = await dying.begin(QUESTION);
    const kept = await aPartIsKept(dying.page, CHAT);
    await browser.kill();

    const context = await browser.open();
    const resumed = [];
    context.on('request', (request) => {
      if (request.url().endsWith('/completion/generate')) resumed.push(request.headers()['last-event-id']);
    });
    const reopened = await newTab(context, `/#/c/${conversation}`);
    const shown = await eventually('the part is shown', async () =>
      (await reopened.messages()).find(({ role, text }) => role === 'assistant' && text.length > 0),
    );
    assert.equal(shown.id, kept.id);
    await reopened.isAtRest();
    const answer = await theOnlyAnswer(backend);
    assert.equal(answer.id, kept.id);
    assert.equal(answer.status, 'complete');
    assert.equal(answer.content, await uncut());
    await assertShownAsStored(backend, reopened, conversation);
    await nothingIsKept(reopened.page, CHAT);
    assert.equal(resumed.length, 1);
    assert.ok(Number(resumed[0]) > 1, `it went on behind event ${resumed[0]}`);
  }, unhurried),
);

test('an answer whose browser is killed, and that the server can no longer resume, is kept and marked as broken off', async (t) => {
  // A service whose answers nobody can go on with: it begins, and never ends.
  const service = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const say = (content) =>
      response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`);
    const timer = setInterval(() => say('and so on, '), 50);
    response.on('close', () => clearInterval(timer));
  });
  await new Promise((resolve) => service.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (service.address());
  const args = ['--upstream', `http://127.0.0.1:${port}/v1/`, '--upstream-model', 'endless'];
  try {
    await inWorld(
      async ({ backend, mortalBrowser, newTab }) => {
        const browser = mortalBrowser();
        const dying = await newTab(await browser.open());
        const conversation = await dying.begin(QUESTION);
        const kept = await aPartIsKept(dying.page, CHAT);
        await browser.kill();
        // With its process goes what the backend kept of the answer.
        await backend.kill();
        await backend.start();

        const reopened = await newTab(await browser.open(), `/#/c/${conversation}`);
        await reopened.isAtRest();
        const answer = await theOnlyAnswer(backend);
        assert.deepEqual([answer.id, answer.status], [kept.id, 'interrupted']);
        assert.ok(answer.content.length >= kept.tail.length);
        assert.match(answer.content, /^(and so on, )+$/);
        await assertShownAsStored(backend, reopened, conversation);
        assert.match(await reopened.page.locator('[data-ending=interrupted]').textContent(), /broke off/);
        await nothingIsKept(reopened.page, CHAT);
      },
      { args },
    )(t);
  } finally {
    service.closeAllConnections();
    service.close();
  }
});

/** Tabs with nothing but the package, each in a renderer of its own, which may crash. */
const withTabs = (body) => (t) =>
  inWorld(
    async (world) => {
      const context = await world.newContext();
      const openTab = async ({ crashes = false, prepare = () => {} } = {}) => {
        const page = crashes ? await context.newPage() : await world.newPage(context);
        await page.addInitScript(prepare);
        const requests = [];
        page.on('request', (request) => {
          if (request.url().endsWith('/completion/generate')) requests.push(request);
        });
        await page.goto(`${world.backend.url}/plain.html`);
        await page.waitForFunction(() => window.holdfast !== undefined);
        await page.evaluate(async () => {
          window.chat = await window.holdfast.createHoldfast({ baseUrl: '/' });
          window.states = [];
          window.chat.on('message', ({ state, message }) => {
            if (message?.role === 'assistant') window.states.push(state);
          });
        });
        return { page, requests };
      };
      await body(world, openTab);
    },
    { page: plain.folder, ...unhurried },
  )(t);

async function ask(page) {
  await page.evaluate(async (question) => {
    await window.chat.conversations.createConversation({ id: 'talk', firstMessage: question });
    void window.chat.messages.sendMessage(question, 'talk');
  }, QUESTION);
  return aPartIsKept(page);
}

/** As when the process of a tab dies. */
async function crash(page) {
  const gone = new Promise((resolve) => page.once('crash', () => resolve(undefined)));
  const session = await page.context().newCDPSession(page);
  void session.send('Page.crash').catch(() => undefined);
  await gone;
}

for (const [where, prepare] of [
  ['', () => {}],
  [
    ', also where there are no Web Locks',
    () => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }),
  ],
]) {
  test(
    `of the tabs that are left when one dies, exactly one goes on with its answer${where}`,
    withTabs(async ({ backend }, openTab) => {
      const others = [await openTab({ prepare }), await openTab({ prepare })];
      const dying = await openTab({ prepare, crashes: true });
      const kept = await ask(dying.page);
      await crash(dying.page);

      const answer = await theOnlyAnswer(backend);
      assert.deepEqual([answer.id, answer.status, answer.content], [kept.id, 'complete', await uncut()]);
      assert.deepEqual(others.map(({ requests }) => requests.length).sort(), [0, 1]);
      await nothingIsKept(others[0].page);
    }),
  );
}

test(
  'a tab that is reloaded while its answer streams goes on with it',
  withTabs(async ({ backend }, openTab) => {
    const { page } = await openTab();
    const kept = await ask(page);
    await page.reload();
    await page.waitForFunction(() => window.holdfast !== undefined);
    await page.evaluate(async () => {
      window.chat = await window.holdfast.createHoldfast({ baseUrl: '/' });
    });
    const answer = await theOnlyAnswer(backend);
    assert.deepEqual([answer.id, answer.status, answer.content], [kept.id, 'complete', await uncut()]);
    await nothingIsKept(page);
  }),
);

test(
  'a long answer is kept in records that the browser does not put into files of their own',
  withTabs(async ({ backend }, openTab) => {
    const { page } = await openTab();
    const long = await page.evaluate(async () => {
      const encoder = new TextEncoder();
      const piece = '語'.repeat(40_000);
      const say = (i) =>
        encoder.encode(
          `id: ${i}\ndata: ${JSON.stringify({ choices: [{ index: 0, delta: { content: piece } }] })}\n\n`,
        );
      let push;
      const body = new ReadableStream({ start: (controller) => (push = controller) });
      window.chat = await window.holdfast.createHoldfast({
        baseUrl: '/',
        database: 'long',
        fetch: (url, init) =>
          String(url).endsWith('/completion/generate')
            ? Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }))
            : fetch(url, init),
      });
      await window.chat.conversations.createConversation({ id: 'long', firstMessage: 'long' });
      const sending = window.chat.messages.sendMessage('x'.repeat(100_000), 'long');
      const kept = async () => {
        const opening = indexedDB.open('long');
        const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
        const getting = database.transaction('answers').objectStore('answers').getAll();
        const records = await new Promise((resolve) => (getting.onsuccess = () => resolve(getting.result)));
        database.close();
        return records;
      };
      push.enqueue(say(1));
      push.enqueue(say(2));
      let records = [];
      while (records[0]?.contentPieces !== 4) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        records = await kept();
      }
      push.enqueue(encoder.encode('data: [DONE]\n\n'));
      push.close();
      const { answer } = await sending;
      return {
        sizes: records.map(({ text = '', tail = '' }) => Math.max(text.length, tail.length)),
        content:
          records
            .slice(1 + records[0].requestPieces)
            .map(({ text }) => text)
            .join('') + records[0].tail,
        whole: answer.message.content,
      };
    });
    assert.ok(long.sizes.every((size) => size <= 16 * 1024));
    assert.equal(long.content, '語'.repeat(80_000));
    assert.equal(long.whole, long.content);
    assert.ok((await backend.query('SELECT id FROM conversations')).length > 0);
  }),
);
