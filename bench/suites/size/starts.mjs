/** From import to the moment at which a chat can take a message, and has kept it, with everything in the browser's cache. */
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { chats } from './chats.mjs';

/** @param {string} name */
export const readyRow = (name) => `import to ready: ${name}`;

/** @param {string} name */
export const keptRow = (name) => `import to first message kept: ${name}`;

/**
 * Everybody by turns in each round, each time in another order.
 * @param {object} bench
 * @param {import('../../lib/Lab.mjs').Lab} bench.lab
 * @param {Pick<import('./Site.mjs').Site, 'askedOf'>} bench.site
 * @param {import('../../lib/Samples.mjs').Samples} bench.ready until ready
 * @param {import('../../lib/Samples.mjs').Samples} bench.kept until the first message is kept
 * @param {number} bench.warmUps visits beforehand: what Chromium compiled is kept from the second one on
 * @param {number} bench.rounds
 * @param {import('../../lib/suites.mjs').Progress} bench.progress
 */
export async function measureStarts({ lab, site, ready, kept, warmUps, rounds, progress }) {
  for (const { contestant } of chats) {
    for (let visit = 0; visit < warmUps; visit += 1) await start(lab, contestant);
  }
  for (let round = 0; round < rounds; round += 1) {
    progress(`round ${round + 1} of ${rounds}, everybody starts`);
    for (let turn = 0; turn < chats.length; turn += 1) {
      const { contestant, name } = chats[(turn + round) % chats.length];
      const asked = site.askedOf(placeOf(contestant));
      const { readyMs, keptMs } = await start(lab, contestant);
      ready.add(readyRow(name), 'ms', readyMs);
      if (keptMs !== undefined) kept.add(keptRow(name), 'ms', keptMs);
      requireCached(name, site.askedOf(placeOf(contestant)) - asked);
    }
  }
}

/** @param {string} contestant */
const placeOf = (contestant) => contestant.toLowerCase();

/** @param {import('../../lib/Lab.mjs').Lab} lab @param {string} contestant @returns {Promise<{readyMs: number, keptMs?: number}>} */
async function start(lab, contestant) {
  const page = await lab.newPage({ place: placeOf(contestant), contestant });
  const taken = await page.step('start', contestant, 'chat');
  await page.close();
  return taken;
}

/** @param {string} name @param {number} asked files that were asked for */
function requireCached(name, asked) {
  if (asked === 0) return;
  throw new Problem(
    `${name}: ${asked} files came from the server though the browser's cache should have them.`,
  );
}
