/** What is saved outlives the page and the browser, however they end. */
import { texts } from '../../browser/support/delivery.mjs';
import { eventually } from '../../browser/support/eventually.mjs';

const contents = texts('Kept', 100);

/** Fills the outbox while the backend is away. @param {import('../support/World.mjs').World} world */
async function fillOutbox(world) {
  await world.createConversations('kept');
  const outbox = await world.openOutbox('first');
  await world.backend.kill();
  await outbox.queue('kept', contents);
  await outbox.allDurable();
  return outbox;
}

/** @type {import('../support/Stage.mjs').Scenario[]} */
export const ends = [
  {
    sentence: '100 messages that were durable when the browser was killed arrive after its restart',
    async body(world) {
      await fillOutbox(world);
      await world.browser.kill();

      await world.backend.start();
      const outbox = await world.openOutbox('second');
      await world.arrived('kept', contents);
      await outbox.empty();
    },
  },
  {
    sentence:
      'messages that had arrived unanswered when the browser was killed are not doubled after its restart',
    async body(world) {
      await world.createConversations('kept');
      const outbox = await world.openOutbox('first');
      await world.backend.setFaults({ dropAnswers: true });
      await outbox.queue('kept', contents);
      await outbox.allDurable();
      await eventually('some have arrived', async () => (await world.backend.stored('kept')).length > 0);
      await world.browser.kill();

      await world.backend.setFaults({});
      const heir = await world.openOutbox('second');
      await heir.empty();
      await world.arrived('kept', contents);
    },
  },
  {
    sentence: '100 messages that were durable when the browser was closed arrive after its restart',
    async body(world) {
      await fillOutbox(world);
      await world.browser.close();

      await world.backend.start();
      const outbox = await world.openOutbox('second');
      await world.arrived('kept', contents);
      await outbox.empty();
    },
  },
  {
    sentence: '100 messages that were durable when the page was reloaded arrive afterwards',
    async body(world) {
      const outbox = await fillOutbox(world);
      await outbox.tab.reload();
      await outbox.start();
      await world.backend.start();
      await world.arrived('kept', contents);
      await outbox.empty();
    },
  },
];
