/** The way of messages when nothing fails. */
import assert from 'node:assert/strict';
import { texts } from '../../browser/support/delivery.mjs';

/** @type {import('../support/Stage.mjs').Scenario[]} */
export const delivery = [
  {
    sentence:
      '200 messages in 3 conversations arrive once and in order, and every state of theirs is told in turn',
    async body(world) {
      const conversations = ['first', 'second', 'third'];
      await world.createConversations(...conversations);
      const outbox = await world.openOutbox('alone');
      const contents = texts('Message', 200);
      const shares = conversations.map((_, share) => contents.filter((__, index) => index % 3 === share));
      for (let begin = 0; begin < shares[0].length; begin += 10) {
        for (const [index, conversation] of conversations.entries()) {
          const group = shares[index].slice(begin, begin + 10);
          assert.deepEqual(
            await outbox.queue(conversation, group),
            group.map(() => 'queued'),
          );
        }
      }

      await outbox.allSynced();
      await outbox.allDurable();
      for (const [share, conversation] of conversations.entries())
        await world.arrived(conversation, shares[share]);
      for (const history of await outbox.told())
        assert.match(history.join(' '), /^queued saved (sending )?synced$/);
    },
  },
];
