/**
 * What a user downloads for each export of the package, and how soon a chat can take a message, beside what else a
 * chat is built on. docs/benchmarks.md says what is measured and how.
 */
import path from 'node:path';
import { ensurePackages } from '../../scripts/lib/apt.mjs';
import { buildInline } from '../../scripts/lib/artifacts.mjs';
import { buildFolder } from '../../scripts/lib/paths.mjs';
import { Lab } from '../lib/Lab.mjs';
import { Samples } from '../lib/Samples.mjs';
import { describeLoad } from '../lib/machine.mjs';
import { ensurePeers } from '../lib/peers.mjs';
import { chats } from './size/chats.mjs';
import { goalsOf } from './size/goals.mjs';
import { chatRows, exportRows } from './size/rows.mjs';
import { Site } from './size/Site.mjs';
import { buildSite } from './size/buildSite.mjs';
import { measureStarts } from './size/starts.mjs';
import { weighExports } from './size/weigh.mjs';

const fullPlan = { warmUps: 3, rounds: 31 };
/** Shows that everything starts, and nothing about times. */
const quickPlan = { warmUps: 1, rounds: 1 };

/** @param {import('../lib/suites.mjs').Tools} tools @returns {Promise<import('../lib/suites.mjs').Result>} */
export async function run({ progress, quick = false }) {
  await ensurePackages(['browser']);
  await ensurePeers();
  await buildInline();
  progress('bundling each export');
  const exported = await weighExports(path.join(buildFolder, 'bench', 'size', 'exports'));
  progress('bundling the same chat with everybody');
  const { folder, weights } = await buildSite();

  const ready = new Samples();
  const kept = new Samples();
  const site = new Site(folder);
  await site.listen();
  const lab = new Lab(site);
  try {
    await lab.open();
    progress(describeLoad());
    await measureStarts({ lab, site, ready, kept, ...(quick ? quickPlan : fullPlan), progress });
    progress(describeLoad());
  } finally {
    await lab.close();
    await site.close();
  }
  const core = exported.find(({ entry }) => entry === '.')?.weight.all.brotli ?? NaN;
  const inBrotli = new Map([...weights].map(([contestant, { all }]) => [contestant, all.brotli]));
  return {
    rows: [
      ...exportRows(exported),
      ...chatRows(chats, [...weights.values()]),
      ...ready.rows(),
      ...kept.rows(),
    ],
    goals: goalsOf({ core, chats: inBrotli, ready }),
  };
}
