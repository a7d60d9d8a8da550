import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored, assertStoredOnceInOrder, texts } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';

test(
  'twenty messages typed into two conversations survive a server that is killed and comes back',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const first = texts('Low tide', 10);
    const second = texts('High tide', 10);
    const one = await chat.begin(first[0]);
    const two = await chat.begin(second[0]);
    const typeInto = async (conversation, text) => {
      await chat.openConversation(conversation);
      await chat.type(text);
    };

    // Each answer of the server is late, so that requests are under way when it dies.
    await backend.setFaults({ delayMs: 150 });
    for (let index = 1; index < 5; index += 1) {
      await typeInto(one, first[index]);
      if (index < 4) await typeInto(two, second[index]);
    }
    const requested = chat.page.waitForRequest('**/message/append');
    await typeInto(two, second[4]);
    await requested;
    await backend.kill();
    for (let index = 5; index < 10; index += 1) {
      await typeInto(one, first[index]);
      await typeInto(two, second[index]);
    }
    const storedBefore = (await backend.stored()).filter(({ role }) => role === 'user').length;
    assert.ok(storedBefore <= 10, `the server died in the middle (it has ${storedBefore})`);

    await eventually('the breaker opens', async () =>
      /breaker open/i.test(await chat.statusItem('breaker').textContent()),
    );
    assert.match(await chat.statusItem('connection').textContent(), /unreachable/i);
    const waiting = await eventually('the last message is saved on this device', async () =>
      (await chat.messages()).find(({ text, state }) => text === second[9] && state === 'saved'),
    );
    assert.equal(waiting.words, 'Saved here');
    assert.ok((await chat.pendingCount()) >= 10, 'what was typed after the kill is pending');

    await backend.start();
    for (const [conversation, typed] of [
      [one, first],
      [two, second],
    ]) {
      await chat.openConversation(conversation);
      await chat.isAtRest();
      await assertStoredOnceInOrder(backend, conversation, typed);
      await assertShownAsStored(backend, chat, conversation);
    }
  }),
);
