/** Other programs: run one in full view, or read what it prints. */
import { execFile, spawn } from 'node:child_process';
import process from 'node:process';
import { Problem } from './Problem.mjs';
import { duration } from './report.mjs';
import { root } from './paths.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the repository
 * @property {Record<string, string>} [env] added to the environment
 * @property {number} [timeoutMs] after which the program and its children are ended
 * @property {string} [remedy] what to do when it fails
 */

/**
 * Runs a program with its output in full view, and throws a Problem unless it ends with 0. It gets a process
 * group of its own; when this process is interrupted, that group is ended first.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<void>}
 */
export function run(command, args, { cwd = root, env, timeoutMs, remedy } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    /** @param {NodeJS.Signals} signal */
    const endGroup = (signal) => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
    };
    let timedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            endGroup('SIGKILL');
          }, timeoutMs);
    let interrupted = false;
    const interrupt = () => {
      interrupted = true;
      endGroup('SIGTERM');
    };
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
    const settle = () => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    };
    const shown = [command, ...args].join(' ');
    child.once('error', (error) => {
      settle();
      reject(new Problem(`Could not start \`${shown}\`: ${error.message}`, remedy));
    });
    child.once('close', (code, signal) => {
      settle();
      if (interrupted) process.exit(130);
      if (code === 0) resolve();
      else if (timedOut)
        reject(
          new Problem(`\`${brief(shown)}\` was ended: no result after ${duration(timeoutMs ?? 0)}`, remedy),
        );
      else reject(new Problem(`\`${brief(shown)}\` ended with ${signal ?? `exit code ${code}`}`, remedy));
    });
  });
}

/** @param {string} text */
const brief = (text) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

/**
 * @typedef {{code: number, stdout: string, stderr: string}} Captured
 */

/**
 * Runs a program quietly and resolves with what it printed, however it ends.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string>, timeoutMs?: number}} [options] what takes longer is ended
 * @returns {Promise<Captured>}
 */
export function capture(command, args, { cwd = root, env, timeoutMs = 0 } = {}) {
  return new Promise((resolve, reject) => {
    const options = {
      cwd,
      env: { ...process.env, ...env },
      maxBuffer: 256 * 1024 * 1024,
      timeout: timeoutMs,
      killSignal: /** @type {const} */ ('SIGKILL'),
    };
    execFile(command, args, options, (error, stdout, stderr) => {
      const shown = brief([command, ...args].join(' '));
      if (error?.killed) {
        reject(new Problem(`\`${shown}\` was ended: no result after ${duration(timeoutMs)}`));
        return;
      }
      if (error && typeof error.code !== 'number') {
        reject(new Problem(`Could not run \`${shown}\`: ${error.message}`));
        return;
      }
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}
