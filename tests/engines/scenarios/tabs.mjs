/** Tabs that share one outbox. */
import assert from 'node:assert/strict';
import { texts } from '../../browser/support/delivery.mjs';
import { assertStatesAreTrue, interleave } from '../support/tabs.mjs';

/** @type {import('../support/Stage.mjs').Scenario[]} */
export const tabs = [
  {
    sentence: 'two tabs that queue at once each keep their order, double nothing, and see all of it synced',
    async body(world) {
      await world.createConversations('shared');
      const left = await world.openOutbox('left');
      await left.leads();
      const right = await world.openOutbox('right');
      assert.equal((await right.status()).leader, false);
      await interleave(world, left, right);
    },
  },
  {
    sentence: 'a follower sees the true state of its messages while the backend is away and when it is back',
    async body(world) {
      await world.createConversations('shared');
      const leader = await world.openOutbox('leader');
      await leader.leads();
      const follower = await world.openOutbox('follower');
      await world.backend.kill();
      const contents = texts('Followed', 20);
      await follower.queue('shared', contents);
      await follower.allDurable();
      await assertStatesAreTrue(world, 'shared', follower);
      assert.ok(
        Object.values(await follower.states()).every((state) => state === 'saved' || state === 'sending'),
      );

      await world.backend.start();
      await follower.allSynced();
      assert.equal((await follower.status()).leader, false);
      await world.arrived('shared', contents);
      await assertStatesAreTrue(world, 'shared', follower);
      for (const history of await follower.told())
        assert.match(history.join(' '), /^queued saved (sending (saved )?)*synced$/);
    },
  },
  {
    sentence: 'when the leading tab is closed, the other one sends what both had queued',
    async body(world) {
      await world.createConversations('shared');
      const leader = await world.openOutbox('leader');
      await leader.leads();
      const heir = await world.openOutbox('heir');
      await world.backend.kill();
      const contents = texts('In turn', 40);
      for (const [index, content] of contents.entries()) {
        const outbox = index % 2 === 0 ? leader : heir;
        await outbox.queue('shared', [content]);
        await outbox.allDurable();
      }

      await leader.tab.close();
      await heir.leads();
      await world.backend.start();
      await heir.allSynced();
      await world.arrived('shared', contents);
      await heir.empty();
    },
  },
  {
    sentence:
      'a tab says that the log may hold more while nobody leads, and does not read all of it to find out',
    async body(world) {
      const silent = await world.openTab('silent');
      await silent.evaluate(
        () => void navigator.locks.request('holdfast:holdfast', () => new Promise(() => {})),
      );
      const tab = await world.openTab('follower');
      await tab.evaluate(() => {
        window.reads = 0;
        const getAll = IDBIndex.prototype.getAll;
        IDBIndex.prototype.getAll = function (...given) {
          window.reads += 1;
          return getAll.apply(this, given);
        };
      });
      const follower = await world.startOutbox(tab);
      await follower.queue('shared', texts('Waits', 5));
      await follower.allDurable();
      const { leader, unread } = await follower.status();
      assert.deepEqual({ leader, unread }, { leader: false, unread: true });
      assert.equal(await tab.evaluate(() => window.reads), 0);
      assert.deepEqual([...new Set(Object.values(await follower.states()))], ['saved']);
    },
  },
];
