/** What tests of several tabs have in common. */
import assert from 'node:assert/strict';
import { texts } from '../../browser/support/delivery.mjs';

/** @typedef {import('./Outbox.mjs').Outbox} Outbox */
/** @typedef {import('./World.mjs').World} World */

/**
 * Two tabs queue into the conversation `shared` at once, in several turns; all of it arrives once, each tab's own
 * in order, and each tab sees its own as synced.
 * @param {World} world
 * @param {Outbox} left
 * @param {Outbox} right
 */
export async function interleave(world, left, right) {
  const [lefts, rights] = [texts('Left', 60), texts('Right', 60)];
  const queueAll = async (/** @type {Outbox} */ outbox, /** @type {string[]} */ contents) => {
    for (let begin = 0; begin < contents.length; begin += 3)
      await outbox.queue('shared', contents.slice(begin, begin + 3));
  };
  await Promise.all([queueAll(left, lefts), queueAll(right, rights)]);

  const stored = await world.arrivedInAnyOrder('shared', [...lefts, ...rights]);
  assert.deepEqual(
    stored.filter((content) => content.startsWith('Left')),
    lefts,
  );
  assert.deepEqual(
    stored.filter((content) => content.startsWith('Right')),
    rights,
  );
  await left.allSynced();
  await right.allSynced();
}

/**
 * A message that is said to be synced is on the backend. (The other way round, the answer may still be on its way.)
 * @param {World} world
 * @param {string} conversation
 * @param {Outbox} outbox
 */
export async function assertStatesAreTrue(world, conversation, outbox) {
  const states = Object.entries(await outbox.states());
  const stored = (await world.backend.stored(conversation)).map(({ content }) => content);
  const liars = states.filter(([content, state]) => state === 'synced' && !stored.includes(content));
  assert.deepEqual(liars, [], 'what is said to be synced is on the backend');
}
