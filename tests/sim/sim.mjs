/** The simulated world as a program: built in Release, run, and compared with the shipped WebAssembly. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from '../../scripts/lib/cmake.mjs';
import { buildWasm } from '../../scripts/lib/artifacts.mjs';
import { presetFolder, root } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';

const minuteMs = 60_000;

/** @typedef {'sim' | 'native-asan'} Preset Release for speed, or with sanitizers */

/** @param {Preset} preset */
async function program(preset) {
  await build(preset, ['holdfast_sim']);
  return path.join(presetFolder(preset), 'tests', 'holdfast_sim');
}

/** What is tested, as a failure names it: the same seed lives another life in another version. */
function version() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/**
 * @param {string[]} args of holdfast_sim
 * @param {{preset?: Preset, timeoutMs?: number, env?: Record<string, string>}} [options]
 */
export async function simulate(args, { preset = 'sim', timeoutMs, env } = {}) {
  await run(await program(preset), [...args, '--version', version()], {
    env,
    timeoutMs,
    remedy:
      '`npm run sim -- --seed S` tells the life of a seed line by line; `npm run sim -- --shrink S` makes it short.',
  });
}

/**
 * Lives lives natively, and once more in WebAssembly, and throws where they differ.
 * @param {number} first
 * @param {number} seeds
 * @param {Preset} [preset]
 */
export async function compareWithWasm(first, seeds, preset = 'sim') {
  const journal = await journalOf(first, seeds, preset);
  await buildWasm();
  const { replay } = await import('./replay.mjs');
  const { lives, events, hash } = await replay(journal);
  console.log(
    `${lives} seeds from ${first}, ${events} events: WebAssembly and the native build did the same, hash ${hash}`,
  );
}

/**
 * Lives lives, and gives back all that their cores were handed.
 * @param {number} first
 * @param {number} seeds
 * @param {Preset} preset
 */
export async function journalOf(first, seeds, preset) {
  const native = await program(preset);
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-sim-'));
  try {
    const journal = path.join(folder, 'journal');
    execFileSync(native, ['--first', `${first}`, '--seeds', `${seeds}`, '--journal', journal], {
      timeout: 10 * minuteMs,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return await readFile(journal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
