/** The disk is full: IndexedDB refuses to write. */
import assert from 'node:assert/strict';
import { texts } from '../../browser/support/delivery.mjs';
import { letWritesFail } from '../support/handicaps.mjs';

/** @type {import('../support/Stage.mjs').Scenario[]} */
export const quota = [
  {
    sentence: 'messages that the full disk refuses are held in memory, said to be, and reach the backend',
    async body(world) {
      await world.createConversations('full');
      const tab = await world.openTab('full');
      const fail = await letWritesFail(tab);
      const outbox = await world.startOutbox(tab);
      await fail(true);
      const contents = texts('Refused by the disk', 20);
      assert.deepEqual(
        await outbox.queue('full', contents),
        contents.map(() => 'queued'),
      );
      await outbox.saidError('storage-full');
      const outcomes = new Set(await outbox.durability());
      assert.ok(!outcomes.has('durable'), 'none of them is said to be durable');
      await outbox.allSynced();
      assert.equal((await outbox.status()).persistence, 'memory');
      await world.arrived('full', contents);

      await fail(false);
      const later = texts('When there is space again', 20);
      await outbox.queue('full', later);
      await outbox.allSynced();
      await world.arrived('full', [...contents, ...later]);
    },
  },
  {
    sentence:
      'what was durable before the disk was full is sent in its order, and before what comes after it',
    async body(world) {
      await world.createConversations('full');
      const tab = await world.openTab('full');
      const fail = await letWritesFail(tab);
      const outbox = await world.startOutbox(tab);
      await world.backend.kill();
      const [before, after] = [texts('Before', 30), texts('After', 30)];
      await outbox.queue('full', before);
      await outbox.allDurable();
      await fail(true);
      await outbox.queue('full', after);
      await outbox.saidError('storage-full');

      await world.backend.start();
      await outbox.allSynced();
      await world.arrived('full', [...before, ...after]);
    },
  },
  {
    sentence:
      'what was durable before the disk was full arrives although its page ends, and nothing is doubled',
    async body(world) {
      await world.createConversations('full');
      const tab = await world.openTab('full');
      const fail = await letWritesFail(tab);
      const outbox = await world.startOutbox(tab);
      await world.backend.kill();
      const contents = texts('Before', 30);
      await outbox.queue('full', contents);
      await outbox.allDurable();
      await fail(true);
      await outbox.queue('full', ['Lost with its page']);
      await outbox.saidError('storage-full');

      await tab.close();
      await world.backend.start();
      const heir = await world.openOutbox('heir');
      await world.arrived('full', contents);
      await heir.empty();
    },
  },
];
