/**
 * Holdfast's way from the bytes of an answer to its text, beside the libraries that pages use for it, beside a scan
 * written by hand, and beside what the platform would allow. docs/benchmarks.md says what is measured and how.
 */
import { ensurePackages } from '../../scripts/lib/apt.mjs';
import { Lab } from '../lib/Lab.mjs';
import { Samples } from '../lib/Samples.mjs';
import { buildPage } from '../lib/buildPage.mjs';
import { describeLoad } from '../lib/machine.mjs';
import { ensurePeers } from '../lib/peers.mjs';
import { measureAnswers } from './stream/answering.mjs';
import { cases, decodingRow, measureDecoding, prepareDecoding } from './stream/decoding.mjs';
import { answerGoals, decodingGoals } from './stream/goals.mjs';
import { NodeStage } from './stream/node/NodeStage.mjs';
import { fullPlan, quickPlan } from './stream/plan.mjs';
import { ServerProcess } from './stream/server/ServerProcess.mjs';
import { kindsOf } from './stream/server/kinds.mjs';

/** @typedef {import('../lib/suites.mjs').Progress} Progress */

/** @param {{progress: Progress, quick: boolean}} tools */
export async function run({ progress, quick }) {
  await ensurePackages(['browser']);
  await ensurePeers();
  const plan = quick ? quickPlan : fullPlan;
  const samples = new Samples();
  const server = new ServerProcess();
  const lab = new Lab(server);
  try {
    await server.start(await buildPage('stream'), plan);
    await lab.open();
    progress(describeLoad());
    await measureEngines(lab, plan, samples, progress);
    await measureConnections(lab, plan, samples, progress);
    progress(describeLoad());
    const goals = [
      ...decodingGoals(samples, 'Node'),
      ...decodingGoals(samples, 'Chromium'),
      ...answerGoals(samples),
    ];
    return { rows: samples.rows(), goals };
  } finally {
    await lab.close();
    await server.close();
  }
}

/**
 * Decoding in memory, in both engines.
 * @param {Lab} lab
 * @param {import('./stream/plan.mjs').Plan} plan
 * @param {Samples} samples
 * @param {Progress} progress
 */
async function measureEngines(lab, plan, samples, progress) {
  const node = new NodeStage();
  const page = await lab.newPage({ place: 'decoding', contestant: 'decoding' });
  const benches = [
    { engine: 'Node', stage: node, plan, samples },
    { engine: 'Chromium', stage: page, plan, samples },
  ];
  try {
    for (const { engine, stage } of benches) {
      progress(`${engine}: making the corpora, and having everybody compiled`);
      await prepareDecoding(stage, plan);
    }
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const bench of benches) {
        for (const where of cases) {
          progress(`round ${round + 1} of ${plan.rounds}, ${decodingRow(bench.engine, where, 'everybody')}`);
          await measureDecoding(bench, where, round);
        }
      }
    }
  } finally {
    await node.close();
    await page.close();
  }
}

/**
 * Whole answers, over a connection.
 * @param {Lab} lab
 * @param {import('./stream/plan.mjs').Plan} plan
 * @param {Samples} samples
 * @param {Progress} progress
 */
async function measureConnections(lab, plan, samples, progress) {
  const bench = { lab, plan, samples, kinds: kindsOf(plan) };
  for (let round = 0; round < plan.answerRounds; round += 1) {
    await measureAnswers(bench, round, (name) =>
      progress(`round ${round + 1} of ${plan.answerRounds}, answers over a connection: ${name}`),
    );
  }
}
