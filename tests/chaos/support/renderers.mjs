/** The processes of a browser that render pages. */
import { readFileSync, readdirSync } from 'node:fs';

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // The process has ended in the meantime.
  }
}

/** @param {string} pid */
const groupOf = (pid) => Number(read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[2]);

/**
 * @param {number | undefined} processGroup undefined where the browser does not run
 * @returns {number[]} their process ids, the oldest first
 */
export const renderersOf = (processGroup) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && groupOf(name) === processGroup)
    .filter((pid) => read(`/proc/${pid}/cmdline`).includes('--type=renderer'))
    .map(Number)
    .sort((a, b) => a - b);

/**
 * A process that has ended in the meantime is passed over.
 * @param {number} pid
 * @param {'SIGKILL' | 'SIGSTOP' | 'SIGCONT'} name
 */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
