/** Whether a planted bug is caught, by what, and after how many simulated lives. */
import { findTape, headlineOf, setHeadline, tapePath } from '../../regression/tapes.mjs';
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { note } from '../../../scripts/lib/report.mjs';
import { capture } from '../../../scripts/lib/run.mjs';

/** @typedef {import('./Nursery.mjs').Nursery} Nursery */
/** @typedef {import('./patches.mjs').Patch} Patch */

/**
 * @typedef {object} Verdict
 * @property {string} by the invariant, "crash", "no rest", or the name of the test that failed
 * @property {'its tape' | 'simulator' | 'unit test' | 'exhaustive test' | 'scenario test'} where
 * @property {number} [seeds] how many lives it took
 * @property {string} said the line that told
 */

const minuteMs = 60_000;
const simulator = 'holdfast_sim';
/** @type {[Verdict['where'], string][]} */
const suites = [
  ['unit test', 'holdfast_unit_tests'],
  ['exhaustive test', 'holdfast_exhaustive_tests'],
  ['scenario test', 'holdfast_scenario_tests'],
];

/**
 * What a program of ours prints, or that it had to be ended.
 * @param {string} program
 * @param {string[]} options
 * @param {number} timeoutMs
 * @returns {Promise<{code: number, said: string} | undefined>}
 */
async function listenTo(program, options, timeoutMs) {
  try {
    const { code, stdout, stderr } = await capture(program, options, { timeoutMs });
    return { code, said: stdout + stderr };
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/**
 * @param {string} said
 * @returns {Verdict | undefined}
 */
export function readSimulator(said) {
  const found = /^seed (\d+) (?:broke (\S+): .*|(crashes)|does not come to rest)$/m.exec(said);
  if (found === null) return undefined;
  const [line, seed, invariant, crashes] = found;
  const by = invariant ?? (crashes === undefined ? 'no rest' : 'crash');
  return { by, where: 'simulator', seeds: Number(seed), said: line };
}

/**
 * @param {Nursery} nursery
 * @param {number} seeds
 * @returns {Promise<Verdict | undefined>}
 */
async function askSimulator(nursery, seeds) {
  await nursery.build(simulator);
  const options = ['--seeds', String(seeds), '--failures', '1'];
  // A life that does not end is cut short by the simulator itself: this is for one that only crawls.
  const heard = await listenTo(nursery.program(simulator), options, minuteMs + 10 * seeds);
  if (heard === undefined)
    return { by: 'no rest', where: 'simulator', seeds, said: `${seeds} lives take too long` };
  const verdict = readSimulator(heard.said);
  if (verdict === undefined && heard.code !== 0)
    throw new Problem(`The simulator ended with ${heard.code} and told of no seed:\n${heard.said}`);
  return verdict;
}

/**
 * @param {Nursery} nursery
 * @returns {Promise<Verdict | undefined>}
 */
async function askTests(nursery) {
  await nursery.build(...suites.map(([, target]) => target));
  for (const [where, target] of suites) {
    const heard = await listenTo(nursery.program(target), ['--gtest_brief=1'], minuteMs);
    if (heard === undefined) return { by: 'no rest', where, said: `${target} takes too long` };
    if (heard.code === 0) continue;
    const failed = /^\[ {2}FAILED {2}\] ([^\s,]+)/m.exec(heard.said)?.[1];
    return { by: failed ?? 'crash', where, said: failed ?? heard.said.slice(-500) };
  }
  return undefined;
}

/**
 * What the tape of the patch says, which is kept to break a promise here.
 * @param {Nursery} nursery
 * @param {string} tape
 * @returns {Promise<Verdict | undefined>} undefined where it no longer breaks anything
 */
async function playTape(nursery, tape) {
  await nursery.build(simulator);
  const heard = await listenTo(nursery.program(simulator), ['--tape', tape], minuteMs);
  const broken = /^\S+\.tape broke (\S+): .*$/m.exec(heard?.said ?? '');
  if (broken === null) return undefined;
  return { by: broken[1], where: 'its tape', said: broken[0] };
}

/**
 * @param {Nursery} nursery
 * @param {number} seeds
 * @param {Patch} [patch] what is planted
 * @returns {Promise<Verdict | undefined>} undefined where nothing noticed
 */
export async function judge(nursery, seeds, patch) {
  const tape = patch && findTape(patch.name);
  if (tape !== undefined) {
    const verdict = await playTape(nursery, tape);
    if (verdict === undefined) note(`${tape} breaks nothing any more: make it anew with --tape.`);
    return verdict;
  }
  return (await askSimulator(nursery, seeds)) ?? (await askTests(nursery));
}

/**
 * Keeps the first life that shows the planted bug, as short as it can be. The headline of an earlier tape stays; else
 * it is the patch's sentence, until a person says what was wrong once.
 * @param {Nursery} nursery
 * @param {number} seeds
 * @param {Patch} patch
 * @returns {Promise<string>} where it is
 */
export async function keepTape(nursery, seeds, patch) {
  const verdict = await askSimulator(nursery, seeds);
  if (verdict?.seeds === undefined)
    throw new Problem(`The simulated world does not notice ${patch.name} within ${seeds} lives.`);
  const tape = tapePath(patch.name);
  const kept = findTape(patch.name);
  const headline = (kept && headlineOf(kept)) ?? patch.sentence;
  const options = ['--first', `${verdict.seeds}`, '--seeds', '1', '--shrink', '--to', tape];
  await listenTo(nursery.program(simulator), options, 5 * minuteMs);
  setHeadline(tape, headline);
  if ((await playTape(nursery, tape)) === undefined)
    throw new Problem(`The life that shows ${patch.name} could not be kept as a tape.`);
  return tape;
}

/**
 * The copy without a bug has to pass everything.
 * @param {Nursery} nursery
 * @param {number} seeds
 */
export async function expectHealth(nursery, seeds) {
  const verdict = await judge(nursery, seeds);
  if (verdict !== undefined)
    throw new Problem(`Nothing is planted, and the ${verdict.where} says: ${verdict.said}`);
}
