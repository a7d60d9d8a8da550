import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { uncutAnswer } from './support/Backend.mjs';
import { inWorld } from './support/World.mjs';
import { eventually } from './support/eventually.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let built;
before(async () => {
  built = await buildPlainPage(fileURLToPath(new URL('fixtures/useChat.html', import.meta.url)));
});
after(() => built.remove());

const lines = (page) =>
  page.evaluate(() => Array.from(document.querySelectorAll('li'), (line) => line.textContent));
const status = (page) => page.evaluate(() => document.querySelector('ol')?.dataset.status);
const send = (page, text) => page.evaluate((given) => void window.chat.sendMessage({ text: given }), text);
const rowsOf = async (backend) =>
  (await backend.stored('use-chat')).map(({ role, content }) => `${role}: ${content}`);

/** The AI SDK's zod tries whether it may use eval, which the policy forbids, unless it is told not to. */
const noEval = () => (globalThis.__zod_globalConfig = { jitless: true });

/** A body with the page of the app in front of it. */
const inApp = (options, body) => (t) =>
  inWorld(
    async (world) => {
      const page = await world.newPage(await world.newContext());
      await page.addInitScript(noEval);
      await page.goto(`${world.backend.url}/useChat.html`);
      await page.waitForFunction(() => window.chat);
      await body(page, world.backend);
    },
    { page: built.folder, ...options },
  )(t);

test(
  'what is written while the server is dead is stored once and in order, and answered when it is back',
  inApp({}, async (page, backend) => {
    await send(page, 'Before');
    await eventually(
      'the first is answered',
      async () => (await rowsOf(backend)).length === 2 && (await status(page)) === 'ready',
    );
    await backend.kill();
    for (const text of ['During', 'Still']) {
      await send(page, text);
      await eventually('it is shown', async () => (await lines(page)).includes(`user: ${text}`));
      await page.evaluate(() => window.chat.stop());
    }
    await backend.start();
    await page.evaluate(() => void window.chat.regenerate());
    await eventually(
      'it is answered',
      async () => (await status(page)) === 'ready' && (await lines(page)).length === 5,
    );
    await eventually('what the chat shows is what is stored', async () => {
      assert.deepEqual(await rowsOf(backend), await lines(page));
      return true;
    });
    const questions = (await rowsOf(backend)).filter((row) => row.startsWith('user'));
    assert.deepEqual(questions, ['user: Before', 'user: During', 'user: Still']);
  }),
);

test(
  'an answer goes on in the chat after a reload, and is stored whole and once',
  inApp({ tokenDelayMs: 60 }, async (page, backend) => {
    await send(page, 'Tell me about holdfasts');
    const whole = await uncutAnswer([{ role: 'user', content: 'Tell me about holdfasts' }]);
    await eventually('it streams', async () => (await lines(page))[1]?.length > 'assistant: '.length + 10);
    await page.reload();
    await page.waitForFunction(() => window.chat);
    await eventually('it goes on in the new page', async () => (await status(page)) === 'streaming');
    await eventually('it ends', async () => (await status(page)) === 'ready');
    const expected = ['user: Tell me about holdfasts', `assistant: ${whole}`];
    assert.deepEqual(await lines(page), expected);
    await eventually('it is stored', async () => (await rowsOf(backend)).length === 2);
    assert.deepEqual(await rowsOf(backend), expected);
  }),
);
