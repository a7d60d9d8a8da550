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
];
