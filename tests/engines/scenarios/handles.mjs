/** The connection to the database is lost under a running page. */
import assert from 'node:assert/strict';
import { texts } from '../../browser/support/delivery.mjs';
import { assertToldWithCode } from '../support/errorEvents.mjs';
import { changeDatabase, letConnectionsDie } from '../support/handicaps.mjs';

/** @type {import('../support/Stage.mjs').Scenario[]} */
export const handles = [
  {
    sentence: 'a connection that dies once is opened anew: the next message is durable, and nothing is said',
    async body(world) {
      await world.createConversations('lost');
      const tab = await world.openTab('lost');
      const die = await letConnectionsDie(tab);
      const outbox = await world.startOutbox(tab);
      const [before, after] = [texts('Before', 10), texts('After', 10)];
      await outbox.queue('lost', before);
      await outbox.allSynced();
      await die(1);
      await outbox.queue('lost', after);
      await outbox.allDurable();
      await outbox.allSynced();
      assert.equal(await tab.evaluate(() => window.deadTransactions), 0, 'the connection did die');
      assert.deepEqual(await outbox.errors(), []);
      await world.arrived('lost', [...before, ...after]);
    },
  },
  {
    sentence: 'where connections die for good, memory takes over, says so, and nothing is lost or doubled',
    async body(world) {
      await world.createConversations('lost');
      const tab = await world.openTab('lost');
      const die = await letConnectionsDie(tab);
      const outbox = await world.startOutbox(tab);
      const [before, after] = [texts('Before', 10), texts('After', 10)];
      await world.backend.kill();
      await outbox.queue('lost', before);
      await outbox.allDurable();
      await die(1_000_000);
      await outbox.queue('lost', after);
      await outbox.saidError('storage-unavailable');
      assert.equal((await outbox.status()).persistence, 'memory');

      await world.backend.start();
      await outbox.allSynced();
      await world.arrived('lost', [...before, ...after]);
      await tab.close();

      // The log still holds what could not be deleted from it; the backend knows it.
      const heir = await world.openOutbox('heir');
      await heir.empty();
      await world.arrived('lost', [...before, ...after]);
    },
  },
  {
    sentence: 'another page that wants to change the database gets its way, and the next message is durable',
    async body(world) {
      await world.createConversations('lost');
      const outbox = await world.openOutbox('lost');
      const stranger = await world.openTab('stranger');
      const [before, after] = [texts('Before', 10), texts('After', 10)];
      await outbox.queue('lost', before);
      await outbox.allSynced();
      assert.equal(await changeDatabase(stranger, 'delete'), 'done');
      await outbox.queue('lost', after);
      await outbox.allDurable();
      await outbox.allSynced();
      await world.arrived('lost', [...before, ...after]);
    },
  },
  {
    sentence: 'messages of a database that is deleted under a running page arrive all the same',
    async body(world) {
      await world.createConversations('lost');
      const outbox = await world.openOutbox('lost');
      const stranger = await world.openTab('stranger');
      await world.backend.kill();
      const [before, after] = [texts('Before', 10), texts('After', 10)];
      await outbox.queue('lost', before);
      await outbox.allDurable();
      assert.equal(await changeDatabase(stranger, 'delete'), 'done');
      await outbox.queue('lost', after);
      await outbox.durability();

      await world.backend.start();
      await outbox.allSynced();
      await world.arrived('lost', [...before, ...after]);
      assertToldWithCode(await outbox.errors());
    },
  },
];
