import assert from 'node:assert/strict';
import test from 'node:test';
import { uncutAnswer } from './support/Backend.mjs';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';

const question = 'What keeps kelp on its rock? Show it in a table.';
const unhurried = { tokenDelayMs: 25 };

/** Waits until a part of the answer is shown, and more is to come. */
function aPartIsShown(chat) {
  return eventually('a part of the answer is shown', async () => {
    const answer = (await chat.messages()).find(({ role }) => role === 'assistant');
    return answer?.state === 'streaming' && answer.text.length > 80 && answer;
  });
}

/** @returns {Promise<import('./support/Backend.mjs').StoredRow>} the only answer that is stored */
async function theOnlyAnswer(backend, conversation) {
  const rows = await backend.stored(conversation);
  assert.deepEqual(
    rows.map(({ role }) => role),
    ['user', 'assistant'],
  );
  assert.equal(rows[1].parent_id, rows[0].id);
  return rows[1];
}

const uncut = () => uncutAnswer([{ role: 'user', content: question }]);

test(
  'an answer whose connection breaks again and again arrives whole, with no part doubled',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    let connections = 0;
    chat.page.on('request', (request) => {
      if (request.url().endsWith('/completion/generate')) connections += 1;
    });
    await backend.setFaults({ cutStreamsAfterEvents: 25 });
    const conversation = await chat.begin(question);
    await chat.isAtRest();
    await backend.setFaults({});

    assert.ok(connections >= 4, `the answer took ${connections} connections`);
    const answer = await theOnlyAnswer(backend, conversation);
    assert.equal(answer.status, 'complete');
    assert.equal(answer.content, await uncut());
    await assertShownAsStored(backend, chat, conversation);
  }),
);

test(
  'an answer goes on where it broke when the server is killed and started again',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await chat.begin(question);
    await aPartIsShown(chat);
    await backend.kill();
    await backend.start();
    await chat.isAtRest();

    const answer = await theOnlyAnswer(backend, conversation);
    assert.equal(answer.status, 'complete');
    assert.equal(answer.content, await uncut());
    await assertShownAsStored(backend, chat, conversation);
  }, unhurried),
);

test(
  'an answer whose server stays away is kept as far as it came, and marked as broken off',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await chat.begin(question);
    await aPartIsShown(chat);
    await backend.kill();
    const kept = await eventually(
      'the answer is given up, and saved here',
      async () => {
        const answer = (await chat.messages()).find(({ role }) => role === 'assistant');
        return answer.status === 'interrupted' && answer.state === 'saved' && answer;
      },
      { timeoutMs: 30_000 },
    );
    await backend.start();
    await chat.isAtRest({ timeoutMs: 70_000 });

    const answer = await theOnlyAnswer(backend, conversation);
    assert.equal(answer.id, kept.id);
    assert.equal(answer.status, 'interrupted');
    const whole = await uncut();
    assert.ok(answer.content.length < whole.length);
    assert.ok(whole.startsWith(answer.content), 'what is kept is how the answer begins');
    await assertShownAsStored(backend, chat, conversation);
    assert.match(await chat.page.locator('[data-ending=interrupted]').textContent(), /broke off/);
  }, unhurried),
);

test(
  'an answer that is stopped is kept as far as it came, and marked as stopped',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await chat.begin(question);
    await aPartIsShown(chat);
    await chat.button('stop').click();
    await chat.isAtRest();

    const answer = await theOnlyAnswer(backend, conversation);
    assert.equal(answer.status, 'aborted');
    const whole = await uncut();
    assert.ok(answer.content.length > 0 && answer.content.length < whole.length);
    assert.ok(whole.startsWith(answer.content), 'what is kept is how the answer begins');
    await assertShownAsStored(backend, chat, conversation);
    assert.match(await chat.page.locator('[data-ending=aborted]').textContent(), /stopped/);
  }, unhurried),
);
