/** A program with all the processes that it starts: they end together, also when this process dies first. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import process from 'node:process';
import { eventually } from '../../browser/support/eventually.mjs';

/** The groups that run. @type {Set<number>} */
const running = new Set();

/** @param {number} group */
function killGroup(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    // ESRCH: there is none left to kill.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

process.once('exit', () => running.forEach(killGroup));
// By themselves these end the process without its 'exit'.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.once(signal, () => process.exit(1));

/**
 * Whether a process lives that belongs to the group. Zombies do not count: they wait for their parent to
 * look at them, and hold nothing.
 * @param {number} group
 */
function isAlive(group) {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [state, , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(itsGroup) === group && state !== 'Z';
    } catch {
      return false;
    }
  });
}

export class ProcessGroup {
  #child;
  #output = '';

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {Record<string, string>} [env] added to the environment
   */
  constructor(command, args, env = {}) {
    // The kernel kills the program when this process dies, even of SIGKILL; its children notice that it is gone.
    const guarded = ['--pdeathsig', 'KILL', '--', command, ...args];
    this.#child = spawn('setpriv', guarded, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (bytes) => {
        this.#output = `${this.#output}${bytes}`.slice(-20_000);
      });
    }
    this.group = /** @type {number} */ (this.#child.pid);
    running.add(this.group);
  }

  /** What it wrote last. */
  get output() {
    return this.#output;
  }

  /** What it writes to file descriptor 3. */
  get thirdStream() {
    return /** @type {import('node:stream').Readable} */ (this.#child.stdio[3]);
  }

  get ended() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /**
   * Waits for the program to end by itself.
   * @param {number} timeoutMs
   * @returns {Promise<boolean>} whether it did
   */
  async end(timeoutMs) {
    if (!this.ended)
      await once(this.#child, 'exit', { signal: AbortSignal.timeout(timeoutMs) }).catch(() => {});
    return this.ended;
  }

  /** This process need not wait for the program: it is killed with it. */
  unref() {
    this.#child.unref();
    for (const stream of this.#child.stdio) /** @type {import('node:net').Socket | null} */ (stream)?.unref();
  }

  /** SIGTERM to the program alone. */
  ask() {
    this.#child.kill('SIGTERM');
  }

  /** SIGKILL to all of its processes; they are gone when this resolves. */
  async kill() {
    killGroup(this.group);
    await eventually('every process of the group is gone', () => this.ended && !isAlive(this.group));
    running.delete(this.group);
  }
}
