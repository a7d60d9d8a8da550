/** Holdfast, by its public interface. */
import { createHoldfast } from 'holdfast';
import { CONVERSATION } from '../messages.mjs';

/** @param {string} database */
const create = (database) => createHoldfast({ baseUrl: '/', database });

/** @param {string} database */
async function createPaused(database) {
  const holdfast = await create(database);
  holdfast.persistence.pause();
  return holdfast;
}

/** As many as a busy page might queue in one turn of the event loop. */
const SEED_TURN = 1_000;

/** @type {import('./contract.js').Contestant} */
export const holdfast = {
  async open(database) {
    const { persistence, close } = await createPaused(database);
    return {
      queue: (message) => persistence.queueMessage(message, CONVERSATION),
      durable: (queued) => Promise.all(queued.map((one) => one.durable)),
      async drain() {
        persistence.resume();
        await persistence.flush();
        while ((await persistence.pending()).length > 0);
      },
      close,
    };
  },

  async count(database) {
    const { persistence, close } = await createPaused(database);
    const { length } = await persistence.pending();
    await close();
    return length;
  },

  async seed(database, messages) {
    const { persistence, close } = await createPaused(database);
    for (let at = 0; at < messages.length; at += SEED_TURN) {
      const turn = messages.slice(at, at + SEED_TURN);
      await Promise.all(turn.map((message) => persistence.queueMessage(message, CONVERSATION).durable));
    }
    await close();
  },

  start: create,
};
