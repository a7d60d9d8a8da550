import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored, assertStoredOnceInOrder } from './support/delivery.mjs';
import { refuseMessages } from './support/refusal.mjs';

const article = (chat, text) => chat.page.locator('article[data-role=user]').filter({ hasText: text });

test(
  'a message that the backend refuses says why, holds back nothing, and is retried or discarded',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await chat.begin('Before');
    await chat.isAtRest();

    const accept = await refuseMessages(chat.page, ['Refused at first', 'Refused for good']);
    for (const text of ['Refused at first', 'Refused for good', 'After']) await chat.type(text);
    await chat.typedMessagesAre(['Before', 'After'], 'synced');
    await chat.typedMessagesAre(['Refused at first', 'Refused for good'], 'parked');
    const refused = article(chat, 'Refused for good');
    assert.match(await refused.getAttribute('aria-label'), /, Needs attention$/);
    assert.match(
      await refused.locator('.note').textContent(),
      /^Not accepted\. The message holds \d+ bytes; the limit is 1048576\./,
    );
    await chat.statusItem('pending').filter({ hasText: '2 messages need attention' }).waitFor();

    await accept();
    await article(chat, 'Refused at first').locator('[data-action=retry]').click();
    await chat.typedMessagesAre(['Refused at first'], 'synced');
    await refused.locator('[data-action=discard]').click();
    await refused.waitFor({ state: 'detached' });
    await chat.isAtRest();
    await assertStoredOnceInOrder(backend, conversation, ['Before', 'After', 'Refused at first']);
    await chat.page.reload();
    await chat.typedMessagesAre(['Before', 'After', 'Refused at first'], 'synced');
    await assertShownAsStored(backend, chat, conversation);
  }),
);
