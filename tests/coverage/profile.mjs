/** Builds and runs what counts branches, and reads the counts with LLVM's tools. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from '../../scripts/lib/cmake.mjs';
import { Problem } from '../../scripts/lib/Problem.mjs';
import { inRoot, presetFolder } from '../../scripts/lib/paths.mjs';
import { note, step } from '../../scripts/lib/report.mjs';
import { capture, run } from '../../scripts/lib/run.mjs';

const preset = 'coverage';
const profiles = path.join(presetFolder(preset), 'profiles');
const merged = path.join(profiles, 'merged.profdata');
const minuteMs = 60_000;

/** @param {string} name */
const program = (name) => path.join(presetFolder(preset), 'tests', name);
/** @param {string} name */
const profile = (name) => path.join(profiles, `${name}.profraw`);

/**
 * @param {string} command
 * @param {string[]} args
 */
async function read(command, args) {
  const { code, stdout, stderr } = await capture(command, args);
  if (code !== 0) throw new Problem(`${command} ended with exit code ${code}: ${stderr.trim()}`);
  return stdout;
}

/**
 * Runs the tests and the simulated world, and resolves with what `llvm-cov export` says of the core.
 * @param {string} seeds how many simulated lives
 * @returns {Promise<import('./branches.mjs').Export>}
 */
export async function countBranches(seeds) {
  const programs = {
    holdfast_unit_tests: ['--gtest_brief=1'],
    holdfast_scenario_tests: ['--gtest_brief=1'],
    holdfast_exhaustive_tests: ['--gtest_brief=1'],
    holdfast_sim: ['--seeds', seeds],
  };
  const names = Object.keys(programs);
  // GoogleTest is asked for its tests while it is built; that run does not count.
  await step('Building the tests with counted branches', () =>
    build(preset, names, { env: { LLVM_PROFILE_FILE: '/dev/null' } }),
  );
  rmSync(profiles, { recursive: true, force: true });
  mkdirSync(profiles, { recursive: true });
  for (const [name, args] of Object.entries(programs)) {
    await step(`Running ${name}`, () =>
      run(program(name), args, { env: { LLVM_PROFILE_FILE: profile(name) }, timeoutMs: 10 * minuteMs }),
    );
  }
  return step('Reading the counts', async () => {
    await read('llvm-profdata', ['merge', '-sparse', '-o', merged, ...names.map(profile)]);
    const [first, ...others] = names.map(program);
    const objects = others.flatMap((other) => ['-object', other]);
    const folders = [inRoot('src'), inRoot('include', 'holdfast')];
    const options = ['export', '-skip-expansions', '-skip-functions', `-instr-profile=${merged}`];
    const exported = JSON.parse(await read('llvm-cov', [...options, first, ...objects, ...folders]));
    note(`${exported.data[0].files.length} files`);
    return exported;
  });
}
