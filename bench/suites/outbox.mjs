/**
 * Holdfast's outbox beside its peers and beside what IndexedDB and fetch would allow without any library, in one
 * run in Chromium. docs/benchmarks.md says what is measured and how.
 */
import { ensurePackages } from '../../scripts/lib/apt.mjs';
import { Lab } from '../lib/Lab.mjs';
import { buildPage } from '../lib/buildPage.mjs';
import { describeLoad } from '../lib/machine.mjs';
import { ensurePeers } from '../lib/peers.mjs';
import { Backend } from './outbox/Backend.mjs';
import { Bench } from './outbox/Bench.mjs';
import { callEntries, measureCall } from './outbox/call.mjs';
import { drainEntries, drainRow, measureDrain } from './outbox/drain.mjs';
import { durableEntries, durableRow, measureDurable } from './outbox/durable.mjs';
import { goalsOf } from './outbox/goals.mjs';
import { fullPlan, quickPlan, roundsOf } from './outbox/plan.mjs';
import { measureStarts } from './outbox/starts.mjs';

/** @param {{progress: import('../lib/suites.mjs').Progress, quick: boolean}} tools */
export async function run({ progress, quick }) {
  await ensurePackages(['browser']);
  await ensurePeers();
  const plan = quick ? quickPlan : fullPlan;
  const backend = new Backend(await buildPage('outbox'));
  await backend.listen();
  const lab = new Lab(backend);
  try {
    await lab.open();
    const bench = new Bench(lab, backend, plan);
    progress(describeLoad());
    await measureAll(bench, progress);
    progress(describeLoad());
    return { rows: bench.rows(), goals: goalsOf(bench) };
  } finally {
    await lab.close();
    await backend.close();
  }
}

/**
 * Round by round, so that what disturbs the machine hits all alike.
 * @param {Bench} bench
 * @param {import('../lib/suites.mjs').Progress} progress
 */
async function measureAll(bench, progress) {
  const { plan } = bench;
  for (let round = 1; round <= plan.rounds; round += 1) {
    const of = `round ${round} of ${plan.rounds}`;
    const takesPart = (/** @type {{pace?: import('./outbox/plan.mjs').Pace}} */ { pace }) =>
      round <= roundsOf(plan, pace);
    for (const entry of durableEntries.filter(takesPart)) {
      progress(`${of}, ${durableRow(entry.name)}`);
      await measureDurable(bench, entry);
    }
    progress(`${of}, single calls`);
    for (const entry of callEntries) await measureCall(bench, entry);
    for (const entry of drainEntries.filter(takesPart)) {
      progress(`${of}, ${drainRow(entry, plan)}`);
      await measureDrain(bench, entry);
    }
  }
  await measureStarts(bench, progress);
}
