/** What the scripts say on standard error and output: steps with their times, notes and failures. */
import process from 'node:process';
import { Problem } from './Problem.mjs';

const colored = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;

/** @param {number} code @param {string} text */
const paint = (code, text) => (colored ? `\u001b[${code}m${text}\u001b[0m` : text);

/** @param {string} text */
export const bold = (text) => paint(1, text);
/** @param {string} text */
export const green = (text) => paint(32, text);
/** @param {string} text */
export const red = (text) => paint(31, text);

/** @param {number} ms */
export function duration(ms) {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds % 60)).padStart(2, '0')} s`;
}

/** @param {string} text */
export function note(text) {
  console.log(`   ${text}`);
}

/**
 * Says what begins, does it, and says how long it took.
 * @template T
 * @param {string} title
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = performance.now();
  console.log(bold(`>> ${title}`));
  const result = await work();
  console.log(`   ${green('done')} in ${duration(performance.now() - start)}`);
  return result;
}

/** @param {unknown} error */
const isBadOption = (error) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

/** @param {unknown} error */
export function reportFailure(error) {
  if (isBadOption(error)) {
    console.error(red(`!! ${/** @type {Error} */ (error).message}`));
    return;
  }
  if (!(error instanceof Problem)) {
    console.error(red('!! A script of ours broke:'), error);
    return;
  }
  console.error(red(`!! ${error.message}`));
  if (error.remedy) console.error(`   ${error.remedy.replaceAll('\n', '\n   ')}`);
}

/**
 * Runs a script's main function; a failure is reported and makes the process end with 1.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    reportFailure(error);
    process.exitCode = 1;
  }
}
