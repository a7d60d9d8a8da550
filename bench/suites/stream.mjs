/**
 * Holdfast's way from the bytes of an answer to its text, beside the libraries that pages use for it, beside a scan
 * written by hand, and beside what the platform would allow. docs/benchmarks.md says what is measured and how.
 */
import { Samples } from '../lib/Samples.mjs';
import { ensurePeers } from '../lib/peers.mjs';
import { cases, decodingRow, measureDecoding, prepareDecoding } from './stream/decoding.mjs';
import { decodingGoals } from './stream/goals.mjs';
import { NodeStage } from './stream/node/NodeStage.mjs';
import { fullPlan, quickPlan } from './stream/plan.mjs';

/** @param {{progress: import('../lib/suites.mjs').Progress, quick: boolean}} tools */
export async function run({ progress, quick }) {
  await ensurePeers();
  const plan = quick ? quickPlan : fullPlan;
  const samples = new Samples();
  const stage = new NodeStage();
  try {
    const bench = { stage, engine: 'Node', plan, samples };
    progress('Node: making the corpora, and having everybody compiled');
    await prepareDecoding(stage, plan);
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const where of cases) {
        progress(`round ${round + 1} of ${plan.rounds}, ${decodingRow('Node', where, 'everybody')}`);
        await measureDecoding(bench, where, round);
      }
    }
    return { rows: samples.rows(), goals: decodingGoals(samples, 'Node') };
  } finally {
    await stage.close();
  }
}
