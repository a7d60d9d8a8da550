import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored, assertStoredOnceInOrder, texts } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';

/** Waits until an item of the status bar says something. */
const says = (chat, item, words) =>
  eventually(`the ${item} says ${words}`, async () => words.test(await chat.statusItem(item).textContent()));

test(
  'what is written without a network waits, counted in the status bar, and is sent when it returns',
  inWorld(async ({ backend, newContext, newTab }) => {
    const context = await newContext();
    const chat = await newTab(context);
    const typed = texts('Under way', 6);
    const conversation = await chat.begin(typed[0]);
    await chat.isAtRest();
    await says(chat, 'connection', /^Online$/);
    await says(chat, 'pending', /Everything is synced/);

    await context.setOffline(true);
    await says(chat, 'connection', /^Offline$/);
    for (const text of typed.slice(1)) await chat.type(text);
    await chat.typedMessagesAre(typed.slice(1), 'saved');
    await says(chat, 'pending', /^5 messages waiting$/);
    assert.equal(await chat.pendingCount(), 5);
    await says(chat, 'breaker', /closed/i);

    await context.setOffline(false);
    await says(chat, 'connection', /^Online$/);
    await chat.isAtRest();
    await says(chat, 'pending', /Everything is synced/);
    await assertStoredOnceInOrder(backend, conversation, typed);
    await assertShownAsStored(backend, chat, conversation);
  }),
);

test(
  'a conversation that is begun without a network is created, with its messages, when it returns',
  inWorld(async ({ backend, newContext, newTab }) => {
    const context = await newContext();
    const chat = await newTab(context);
    await says(chat, 'connection', /^Online$/);
    await context.setOffline(true);
    await says(chat, 'connection', /^Offline$/);

    const typed = texts('Written on a plane', 2);
    for (const text of typed) {
      await chat.composer.fill(text);
      await chat.page.keyboard.press('Enter');
      await chat.composerIsEmpty();
    }
    await chat.typedMessagesAre(typed, 'saved');
    assert.deepEqual(await backend.conversations(), []);

    await chat.page.close();
    await context.setOffline(false);
    const later = await newTab(context);
    const [conversation, ...others] = await eventually('the conversation is created', async () => {
      const conversations = await backend.conversations();
      return conversations.length > 0 && conversations;
    });
    assert.deepEqual(others, []);
    await later.isAtRest();
    await assertStoredOnceInOrder(backend, conversation.id, typed);
  }),
);
