import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { eventually } from './support/eventually.mjs';

const withGuests = { args: ['--auth', 'guests'] };

/** The conversations that the page lists. */
const listed = (chat) => chat.page.locator('#sidebar [data-conversation-id]').allTextContents();
const guestOf = (chat) => chat.page.evaluate(() => JSON.parse(localStorage['holdfast-demo.guest'] ?? 'null'));

test(
  'two people of one server see their own conversations alone, and find them again',
  inWorld(async ({ newContext, newTab, backend }) => {
    const [ada, eve] = [await newTab(await newContext()), await newTab(await newContext())];
    await ada.begin('A question of Ada');
    await eve.begin('A question of Eve');
    await ada.isAtRest();
    await eve.isAtRest();
    assert.notEqual((await guestOf(ada)).userId, (await guestOf(eve)).userId);
    await ada.page.reload();
    await eventually('Ada finds her own', async () => (await listed(ada)).length === 1);
    assert.match((await listed(ada)).join(), /Ada/);
    assert.equal((await backend.conversations()).length, 2);
  }, withGuests),
);

test(
  'all tabs of a browser are one guest, also those that are opened at once',
  inWorld(async ({ newContext, newTab }) => {
    const context = await newContext();
    const tabs = await Promise.all([newTab(context), newTab(context), newTab(context)]);
    await tabs[0].begin('Hello from the first tab');
    await tabs[0].isAtRest();
    const guests = await Promise.all(tabs.map(guestOf));
    assert.equal(new Set(guests.map((guest) => guest.userId)).size, 1);
    await eventually('the other tabs list it', async () => (await listed(tabs[1])).length === 1);
  }, withGuests),
);

test(
  'a token that the server refuses is replaced, and what was written is sent',
  inWorld(async ({ newContext, newTab, backend }) => {
    const context = await newContext();
    const chat = await newTab(context);
    await chat.begin('Before');
    await chat.isAtRest();
    const { userId } = await guestOf(chat);
    await chat.page.evaluate(() => {
      const guest = JSON.parse(localStorage['holdfast-demo.guest']);
      localStorage['holdfast-demo.guest'] = JSON.stringify({ ...guest, token: `${guest.token}x` });
    });
    await chat.page.goto(backend.url);
    await chat.begin('After');
    await chat.isAtRest();
    assert.notEqual((await guestOf(chat)).userId, userId);
  }, withGuests),
);
