/** What others have left in the database of the outbox. */
import assert from 'node:assert/strict';
import { texts } from '../../browser/support/delivery.mjs';
import { assertToldWithCode } from '../support/errorEvents.mjs';
import { changeDatabase } from '../support/handicaps.mjs';
import { scatterNoise } from '../support/noise.mjs';

/** @type {import('../support/Stage.mjs').Scenario[]} */
export const strangers = [
  {
    sentence: 'noise in the stores is reported, and holds back no message before or behind it',
    async body(world) {
      await world.createConversations('noisy');
      const outbox = await world.openOutbox('noisy');
      await world.backend.kill();
      const [before, after] = [texts('Before the noise', 10), texts('After the noise', 10)];
      await outbox.queue('noisy', before);
      await outbox.allDurable();
      assert.ok((await scatterNoise(outbox.tab)) > 10, 'noise is written');
      await outbox.queue('noisy', after);
      await outbox.allDurable();
      await outbox.tab.reload();

      await world.backend.start();
      await outbox.start();
      await world.arrived('noisy', [...before, ...after]);
      const more = texts('On top of it', 10);
      await outbox.queue('noisy', more);
      await outbox.allDurable();
      await outbox.allSynced();
      await world.arrived('noisy', [...before, ...after, ...more]);
      const errors = await outbox.errors();
      assertToldWithCode(errors);
      assert.ok(!errors.some(({ code }) => code === 'storage-unavailable'), 'a bad record is no bad storage');
    },
  },
  {
    sentence: 'a database of a newer version is left alone, memory takes over and says so',
    async body(world) {
      await world.createConversations('newer');
      const tab = await world.openTab('newer');
      assert.equal(await changeDatabase(tab, 99), 'done');
      const outbox = await world.startOutbox(tab);
      const contents = texts('Beside a newer version', 10);
      await outbox.queue('newer', contents);
      await outbox.allSynced();
      await world.arrived('newer', contents);
      assert.equal((await outbox.status()).persistence, 'memory');
      assertToldWithCode(await outbox.errors());
      assert.equal(await changeDatabase(tab, 99), 'done', 'the newer database is as it was');
    },
  },
];
