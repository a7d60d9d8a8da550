/** Browsers without what the outbox would like to have. */
import assert from 'node:assert/strict';
import { texts } from '../../browser/support/delivery.mjs';
import { removeStorage, removeWebLocks } from '../support/handicaps.mjs';
import { interleave } from '../support/tabs.mjs';

/**
 * @param {import('../support/World.mjs').World} world
 * @param {string} name
 */
async function openWithoutLocks(world, name) {
  const tab = await world.openTab(name);
  await removeWebLocks(tab);
  return world.startOutbox(tab);
}

/** @type {import('../support/Stage.mjs').Scenario[]} */
export const missing = [
  {
    sentence: 'without Web Locks two tabs that queue at once each keep their order, and double nothing',
    async body(world) {
      await world.createConversations('shared');
      const left = await openWithoutLocks(world, 'left');
      const right = await openWithoutLocks(world, 'right');
      await interleave(world, left, right);
    },
  },
  {
    sentence: 'without Web Locks one of two tabs leads, and the other takes over when it is closed',
    async body(world) {
      await world.createConversations('shared');
      const left = await openWithoutLocks(world, 'left');
      await left.leads();
      const right = await openWithoutLocks(world, 'right');
      await world.backend.kill();
      const contents = texts('In turn', 10);
      for (const [index, content] of contents.entries()) {
        const outbox = index % 2 === 0 ? left : right;
        await outbox.queue('shared', [content]);
        await outbox.allDurable();
      }
      assert.equal((await right.status()).leader, false, 'only one tab leads');

      await left.tab.close();
      await right.leads();
      await world.backend.start();
      await right.allSynced();
      await world.arrived('shared', contents);
      await right.empty();
    },
  },
  {
    sentence: 'without IndexedDB messages are held in memory, said to be, and arrive',
    async body(world) {
      await world.createConversations('bare');
      const tab = await world.openTab('bare');
      await removeStorage(tab);
      const outbox = await world.startOutbox(tab);
      const contents = texts('In memory', 50);
      await outbox.queue('bare', contents);
      await outbox.allSynced();
      assert.equal((await outbox.status()).persistence, 'memory');
      await world.arrived('bare', contents);
    },
  },
];
