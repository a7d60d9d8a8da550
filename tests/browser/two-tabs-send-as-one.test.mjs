import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored, assertStoredOnceInOrder, texts } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';

const leads = async (chat) => /this tab sends/i.test(await chat.statusItem('leader').textContent());

/** Two tabs of one browser on one conversation, the leader first. */
async function openTwoTabs({ newContext, newTab }, firstText) {
  const context = await newContext();
  const leader = await newTab(context);
  const conversation = await leader.begin(firstText);
  await leader.isAtRest();
  const follower = await newTab(context, `/#/c/${conversation}`);
  await follower.typedMessagesAre([firstText], 'synced');
  assert.ok(await leads(leader));
  assert.ok(!(await leads(follower)));
  return { leader, follower, conversation };
}

const bySender = (rows, name) =>
  rows.map(({ content }) => content).filter((content) => content.startsWith(name));

test(
  'two tabs that send at the same time each keep their order, and both show everything',
  inWorld(async (world) => {
    const { backend } = world;
    const { leader, follower, conversation } = await openTwoTabs(world, 'Hello from both');
    const left = texts('Left', 6);
    const right = texts('Right', 6);
    const typeAll = async (chat, typed) => {
      for (const text of typed) await chat.type(text);
    };
    await Promise.all([typeAll(leader, left), typeAll(follower, right)]);

    await leader.isAtRest();
    await follower.isAtRest();
    const rows = await backend.stored(conversation);
    const users = rows.filter(({ role }) => role === 'user');
    assert.equal(users.length, 13);
    assert.deepEqual(bySender(users, 'Left'), left);
    assert.deepEqual(bySender(users, 'Right'), right);
    for (const chat of [leader, follower]) {
      await assertShownAsStored(backend, chat, conversation);
    }
  }),
);

test(
  'the tab that is left sends what both had queued when the leader is closed',
  inWorld(async (world) => {
    const { backend } = world;
    const { leader, follower, conversation } = await openTwoTabs(world, 'Before the storm');
    await backend.kill();
    const alternating = texts('In turn', 8);
    for (const [index, text] of alternating.entries()) {
      const chat = index % 2 === 0 ? leader : follower;
      await chat.type(text);
      await chat.typedMessagesAre([text], 'saved');
    }

    await leader.page.close();
    await eventually('the other tab leads', () => leads(follower));
    await backend.start();
    await follower.isAtRest({ timeoutMs: 70_000 });
    await assertStoredOnceInOrder(backend, conversation, ['Before the storm', ...alternating]);
    await assertShownAsStored(backend, follower, conversation);
  }),
);

test(
  'what is being typed in one tab stays out of the message box of the other',
  inWorld(async (world) => {
    const { leader, follower, conversation } = await openTwoTabs(world, 'One conversation');
    await leader.composer.fill('Typed in the first tab');
    await follower.composer.fill('Half a thought in the second');
    await leader.composer.press('Enter');
    await leader.composerIsEmpty();
    assert.equal(await follower.composer.inputValue(), 'Half a thought in the second');
    await leader.isAtRest();
    await assertStoredOnceInOrder(world.backend, conversation, [
      'One conversation',
      'Typed in the first tab',
    ]);
  }),
);
