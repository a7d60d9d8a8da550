/** Where, and of which commit, figures were taken. */
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import process from 'node:process';
import { root } from '../../scripts/lib/paths.mjs';

/** @typedef {{cpu: string, cores: number, memoryGiB: number, os: string, node: string}} Machine */

/** @returns {Machine} */
export const describeMachine = () => ({
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  os: `${os.type()} ${os.release()}`,
  node: process.version,
});

/** Figures of a machine that is busy with something else are worth little. */
export const describeLoad = () =>
  `load of the machine: ${os.loadavg()[0].toFixed(1)} on ${os.availableParallelism()} cores`;

/** @param {string[]} args */
const git = (...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** @returns {string} the commit, with `-dirty` when files differ from it; `unknown` outside of a repository */
export function describeCommit() {
  try {
    return git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '-dirty');
  } catch {
    return 'unknown';
  }
}
