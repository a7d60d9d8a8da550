import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored, assertStoredOnceInOrder, texts } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';

test(
  'messages that were stored, and whose answers were lost, are stored once',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const typed = texts('Said once', 5);
    const conversation = await chat.begin(typed[0]);
    await chat.isAtRest();

    let appends = 0;
    chat.page.on('request', (request) => {
      if (request.url().endsWith('/message/append')) appends += 1;
    });
    await backend.setFaults({ dropAnswers: true });
    for (const text of typed.slice(1)) await chat.type(text);
    await eventually('the backend stores them, and the page asks again', async () => {
      const users = (await backend.stored(conversation)).filter(({ role }) => role === 'user');
      return users.length === typed.length && appends > 2;
    });
    const unsure = (await chat.messages()).filter(
      ({ text, state }) => text === typed[1] && state !== 'synced',
    );
    assert.equal(unsure.length, 1, 'the page does not take it for synced before it has heard so');

    await backend.setFaults({});
    await chat.isAtRest();
    await assertStoredOnceInOrder(backend, conversation, typed);
    await assertShownAsStored(backend, chat, conversation);
  }),
);

test(
  'a conversation that was created, and whose answer was lost, is created once',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const text = 'The first words of all';
    await backend.setFaults({ dropAnswers: true });
    await chat.composer.fill(text);
    await chat.page.keyboard.press('Enter');
    await chat.composerIsEmpty();
    await eventually('the server did create it', async () => (await backend.conversations()).length === 1);
    const [first] = await chat.messages();
    assert.equal(first.text, text);
    assert.notEqual(first.state, 'synced', 'the page does not take it for synced before it has heard so');

    await backend.setFaults({});
    await chat.isAtRest();
    const [conversation, ...others] = await backend.conversations();
    assert.deepEqual(others, []);
    await assertStoredOnceInOrder(backend, conversation.id, [text]);
    await assertShownAsStored(backend, chat, conversation.id);
  }),
);
