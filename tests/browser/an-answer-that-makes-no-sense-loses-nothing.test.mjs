import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored, assertStoredOnceInOrder, texts } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';

test(
  'a gateway that answers with a page of HTML is a failed attempt that says so, and nothing is lost',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const typed = texts('Behind a hotel login', 4);
    const conversation = await chat.begin(typed[0]);
    await chat.isAtRest();

    await chat.page.route('**/message/append', (route) =>
      route.fulfill({
        status: 200,
        contentType: 'text/html',
        body: '<!doctype html><html><title>Welcome, guest</title><body>Please log in</body></html>',
      }),
    );
    for (const text of typed.slice(1)) await chat.type(text);
    await eventually('the connection says what came instead of an answer', async () =>
      /HTML/.test(await chat.statusItem('connection').getAttribute('title')),
    );
    assert.equal(await chat.statusItem('connection').textContent(), 'Backend unreachable');
    await chat.typedMessagesAre(typed.slice(1), 'saved');

    await chat.page.unroute('**/message/append');
    await chat.isAtRest();
    await assertStoredOnceInOrder(backend, conversation, typed);
    await assertShownAsStored(backend, chat, conversation);
  }),
);
