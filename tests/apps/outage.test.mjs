/**
 * Two apps on the AI SDK, each with Holdfast and without, through the same outage: with it nothing is lost or doubled.
 * Without it, the route saves as the AI SDK's guide to message persistence has it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test, { after, before } from 'node:test';
import { inWorld } from '../browser/support/World.mjs';
import { keptAnswers } from '../browser/support/answerStore.mjs';
import { eventually } from '../browser/support/eventually.mjs';
import { FreshApp } from './support/FreshApp.mjs';
import { NodeProgram } from './support/NodeProgram.mjs';
import { OutageChat } from './support/OutageChat.mjs';

/** @type {FreshApp} */
let app;
before(async () => {
  app = await FreshApp.install('chats');
  await app.run('vite', 'build');
});
after(() => app.remove());

/** The AI SDK's zod tries whether it may use eval, which the policy forbids, unless it is told not to. */
const noEval = () => (globalThis.__zod_globalConfig = { jitless: true });

/**
 * @param {import('../browser/support/World.mjs').World} world
 * @param {string} address
 * @param {ConstructorParameters<typeof OutageChat>[1]} isKept
 */
async function openChat({ newContext, newPage }, address, isKept) {
  const page = await newPage(await newContext());
  await page.addInitScript(noEval);
  const chat = new OutageChat(page, isKept);
  await chat.goto(address);
  return chat;
}

/** The question is in the local log, and so is that it is to be answered. */
const isInLog = async (page) =>
  (await page.evaluate(() => window.queued())) === 0 &&
  (await keptAnswers(page, 'holdfast')).some(({ tail, failed }) => tail === '' && !failed);

/**
 * @param {OutageChat} chat
 * @param {{kill: () => Promise<void>, start: () => Promise<void>}} server
 * @param {() => Promise<void>} goesOn waits for what the app does by itself when it has been loaded again
 * @returns {Promise<{typed: string[], seen: string}>} what the person wrote, and saw of the answer that was cut
 */
async function liveThroughAnOutage(chat, server, goesOn) {
  await chat.write('Before the outage');
  await chat.isAnswered();
  await chat.write('Whose answer is cut');
  const seen = await chat.partOfAnswer(2);
  await server.kill();
  await chat.write('While the server is dead');
  await server.start();
  await chat.reload();
  await goesOn();
  await chat.goOffline();
  await chat.write('While the network is off');
  await chat.goOnline();
  await chat.reload();
  await goesOn();
  return {
    typed: [
      'Before the outage',
      'Whose answer is cut',
      'While the server is dead',
      'While the network is off',
    ],
    seen,
  };
}

/** @typedef {{role: string, content: string}} Stored */

/** What of it is missing and what is there twice. @param {string[]} typed @param {Stored[]} stored */
function lossesOf(typed, stored) {
  const questions = stored.filter(({ role }) => role === 'user').map(({ content }) => content);
  return {
    lost: typed.filter((text) => !questions.includes(text)),
    doubled: questions.filter((text, index) => questions.indexOf(text) !== index),
  };
}

for (const ui of ['use-chat', 'assistant-ui']) {
  test(`${ui} with Holdfast loses and doubles nothing`, (t) =>
    inWorld(
      async (world) => {
        const { backend } = world;
        const chat = await openChat(world, `${backend.url}/?ui=${ui}&holdfast`, isInLog);
        const { typed, seen } = await liveThroughAnOutage(chat, backend, () => chat.isAnswered());
        const stored = await eventually(
          'each question is stored as it was written, and its answer',
          async () => {
            const rows = await backend.stored('trip');
            assert.deepEqual(
              rows.map(({ role, content }) => (role === 'user' ? content : role)),
              typed.flatMap((text) => [text, 'assistant']),
            );
            return rows;
          },
        );
        assert.deepEqual(lossesOf(typed, stored), { lost: [], doubled: [] });
        const lines = stored.map(({ role, content }) => `${role}: ${content}`);
        assert.ok(
          lines.some((line) => line.startsWith(seen)),
          `what was seen of the cut answer is stored: ${seen}`,
        );
        const showsAll = () =>
          eventually('the app shows what is stored', async () => {
            assert.deepEqual(await chat.lines(), lines);
            return true;
          });
        await showsAll();
        await chat.reload();
        await showsAll();
      },
      { page: app.file('dist'), tokenDelayMs: 30 },
    )(t));

  test(`${ui} without Holdfast loses messages in the same outage`, (t) =>
    inWorld(
      async (world) => {
        const server = await NodeProgram.onFreePort(app, (port) => ['route.mjs', port]);
        t.after(() => server.kill());
        await server.start();
        const chat = await openChat(world, `${server.url}/?ui=${ui}`, async () => true);
        const { typed } = await liveThroughAnOutage(chat, server, () => chat.isAtRest());
        const messages = JSON.parse(await readFile(app.file('.chats/trip.json'), 'utf8'));
        const stored = messages.map(({ role, parts }) => ({
          role,
          content: parts.map(({ text = '' }) => text).join(''),
        }));
        const { lost } = lossesOf(typed, stored);
        t.diagnostic(`lost: ${lost.join(' | ')}`);
        assert.ok(stored.length > 0, 'the route does save');
        assert.notDeepEqual(lost, [], 'it loses nothing now: mend the test, and the docs');
      },
      { page: app.file('dist') },
    )(t));
}
