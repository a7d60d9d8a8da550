import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { uncutAnswer } from './support/Backend.mjs';
import { CuttingProxy } from './support/CuttingProxy.mjs';
import { inWorld } from './support/World.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let plain;
before(async () => (plain = await buildPlainPage()));
after(() => plain.remove());

const QUESTION = 'What keeps kelp on its rock? Show it in a table.';
const CUTS = 50;

/**
 * A body in a world whose page reaches the backend through what cuts. A browser throws away what it has not handed out when
 * a connection breaks: where every one does, the words have to come one by one.
 */
const throughCuts = (body, tokenDelayMs) => (t) =>
  inWorld(
    async (world) => {
      const proxy = new CuttingProxy(world.backend.url);
      await proxy.start();
      try {
        const page = await world.newPage(await world.newContext());
        await page.goto(`${proxy.url}/plain.html`);
        await page.waitForFunction(() => window.holdfast !== undefined);
        await page.evaluate(async () => {
          window.chat = await window.holdfast.createHoldfast({ baseUrl: '/' });
          window.told = new Map();
          window.chat.on('message', ({ id, delta }) => {
            if (delta) window.told.set(id, (window.told.get(id) ?? '') + delta);
          });
        });
        await body(world.backend, proxy, page);
      } finally {
        await proxy.stop();
      }
    },
    { page: plain.folder, tokenDelayMs },
  )(t);

/** Has the question answered in a conversation of its own. @returns what was told piece by piece, and what was kept */
const answer = (page, id) =>
  page.evaluate(
    async ([conversationId, question]) => {
      await window.chat.conversations.createConversation({ id: conversationId, firstMessage: question });
      const sent = await window.chat.messages.sendMessage(question, conversationId);
      await sent.answer.synced;
      const { content, status = 'complete' } = sent.answer.message;
      return { content, status, told: window.told.get(sent.answer.id) };
    },
    [id, QUESTION],
  );

test(
  `an answer whose connection is cut, at any of ${CUTS} places, arrives whole, with no part doubled`,
  throughCuts(async (backend, proxy, page) => {
    const whole = await uncutAnswer([{ role: 'user', content: QUESTION }]);
    assert.equal((await answer(page, 'uncut')).content, whole);
    const [length] = proxy.streams;
    for (let i = 0; i < CUTS; i += 1) {
      const place = Math.floor((length * (i + 0.5)) / CUTS);
      proxy.cuts = [place];
      const { content, status, told } = await answer(page, `cut-${i}`);
      assert.deepEqual(
        { content, status, told },
        { content: whole, status: 'complete', told: whole },
        `cut at ${place} of ${length}`,
      );
      assert.equal(proxy.streams.length, 2 * i + 3, `the connection was cut once, at ${place}`);
    }
    const rows = await backend.query("SELECT content, status FROM messages WHERE role = 'assistant'");
    assert.equal(rows.length, CUTS + 1);
    assert.ok(rows.every(({ content, status }) => content === whole && status === 'complete'));
  }, 0),
);

test(
  'an answer whose every connection is cut arrives whole all the same',
  throughCuts(async (_backend, proxy, page) => {
    const whole = await uncutAnswer([{ role: 'user', content: QUESTION }]);
    // Each of them gets a little further than the head of the response and one event.
    proxy.cuts = Array.from({ length: 25 }, (_, i) => 1500 + 137 * i);
    const { content, status, told } = await answer(page, 'cut-always');
    assert.deepEqual({ content, status, told }, { content: whole, status: 'complete', told: whole });
    assert.ok(proxy.streams.length > 5, `${proxy.streams.length} connections`);
  }, 3),
);
