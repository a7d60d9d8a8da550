import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored, assertStoredOnceInOrder, texts } from './support/delivery.mjs';

/**
 * Fills the outbox while the server is away.
 * @returns {Promise<{conversation: string, typed: string[]}>}
 */
async function fillTheOutbox(chat, backend) {
  const typed = texts('Kept through the night', 8);
  const conversation = await chat.begin(typed[0]);
  await chat.isAtRest();
  await backend.kill();
  for (const text of typed.slice(1)) await chat.type(text);
  await chat.typedMessagesAre(typed.slice(1), 'saved');
  assert.equal((await backend.stored(conversation)).filter(({ role }) => role === 'user').length, 1);
  return { conversation, typed };
}

async function assertDelivered(chat, backend, { conversation, typed }) {
  await chat.typedMessagesAre(typed, 'synced');
  await chat.isAtRest();
  await assertStoredOnceInOrder(backend, conversation, typed);
  await assertShownAsStored(backend, chat, conversation);
}

test(
  'a tab that is closed while its outbox is full delivers it when it is opened again',
  inWorld(async ({ backend, newContext, newTab }) => {
    const context = await newContext();
    const closed = await newTab(context);
    const filled = await fillTheOutbox(closed, backend);
    await closed.page.close();

    await backend.start();
    const reopened = await newTab(context, `/#/c/${filled.conversation}`);
    await assertDelivered(reopened, backend, filled);
  }),
);

test(
  'a browser that is killed while its outbox is full delivers it when it is started again',
  inWorld(async ({ backend, mortalBrowser, newTab }) => {
    const browser = mortalBrowser();
    const dying = await newTab(await browser.open());
    const filled = await fillTheOutbox(dying, backend);
    await browser.kill();

    await backend.start();
    const reopened = await newTab(await browser.open(), `/#/c/${filled.conversation}`);
    await assertDelivered(reopened, backend, filled);
  }),
);
