/** Runs named steps to the end, whatever fails, and sums them up. */
import { bold, duration, green, red, reportFailure } from './report.mjs';

/**
 * @typedef {object} Step
 * @property {string} name what the user calls it by
 * @property {string} title what it does
 * @property {() => void | Promise<void>} work throws when it fails
 */

/**
 * @typedef {{name: string, title: string, ok: boolean, ms: number}} Outcome
 */

/**
 * @param {Step[]} steps
 * @returns {Promise<Outcome[]>}
 */
export async function runSteps(steps) {
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const { name, title, work } of steps) {
    console.log(bold(`\n== ${name}: ${title}`));
    const start = performance.now();
    let ok = true;
    try {
      await work();
    } catch (error) {
      ok = false;
      reportFailure(error);
    }
    outcomes.push({ name, title, ok, ms: performance.now() - start });
  }
  return outcomes;
}

/**
 * Prints one line per step and one for all of them.
 * @param {Outcome[]} outcomes
 * @returns {boolean} whether all of them passed
 */
export function summarize(outcomes) {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  console.log(bold('\n== Summary'));
  for (const { name, title, ok, ms } of outcomes) {
    const verdict = ok ? green('passed') : red('FAILED');
    console.log(`   ${verdict}  ${name.padEnd(width)}  ${duration(ms).padStart(11)}  ${title}`);
  }
  const failed = outcomes.filter(({ ok }) => !ok).map(({ name }) => name);
  const total = duration(outcomes.reduce((sum, { ms }) => sum + ms, 0));
  if (failed.length === 0)
    console.log(green(`   ${outcomes.length} of ${outcomes.length} steps passed in ${total}`));
  else
    console.log(
      red(`   ${failed.length} of ${outcomes.length} steps failed in ${total}: ${failed.join(', ')}`),
    );
  return failed.length === 0;
}
