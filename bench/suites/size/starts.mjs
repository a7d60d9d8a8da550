/** From import to the moment at which a chat can take a message, with everything in the browser's cache. */
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { chats } from './chats.mjs';

/** @param {string} name */
export const startRow = (name) => `import to ready: ${name}`;

/**
 * Everybody by turns in each round, each time in another order.
 * @param {object} bench
 * @param {import('../../lib/Lab.mjs').Lab} bench.lab
 * @param {Pick<import('./Site.mjs').Site, 'askedOf'>} bench.site
 * @param {import('../../lib/Samples.mjs').Samples} bench.samples
 * @param {number} bench.warmUps visits beforehand: what Chromium compiled is kept from the second one on
 * @param {number} bench.rounds
 * @param {import('../../lib/suites.mjs').Progress} bench.progress
 */
export async function measureStarts({ lab, site, samples, warmUps, rounds, progress }) {
  for (const { contestant } of chats) {
    for (let visit = 0; visit < warmUps; visit += 1) await start(lab, contestant);
  }
  for (let round = 0; round < rounds; round += 1) {
    progress(`round ${round + 1} of ${rounds}, everybody starts`);
    for (let turn = 0; turn < chats.length; turn += 1) {
      const { contestant, name } = chats[(turn + round) % chats.length];
      const asked = site.askedOf(placeOf(contestant));
      samples.add(startRow(name), 'ms', await start(lab, contestant));
      requireCached(name, site.askedOf(placeOf(contestant)) - asked);
    }
  }
}

/** @param {string} contestant */
const placeOf = (contestant) => contestant.toLowerCase();

/** @param {import('../../lib/Lab.mjs').Lab} lab @param {string} contestant @returns {Promise<number>} milliseconds */
async function start(lab, contestant) {
  const page = await lab.newPage({ place: placeOf(contestant), contestant });
  const ms = await page.step('start', contestant, 'chat');
  await page.close();
  return ms;
}

/** @param {string} name @param {number} asked files that were asked for */
export function requireCached(name, asked) {
  if (asked === 0) return;
  throw new Problem(
    `${name}: ${asked} files came from the server though the browser's cache should have them.`,
  );
}
