/** A PostgreSQL server of our own, from Debian's package, in a folder that goes with it. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const installed = '/usr/lib/postgresql';
const startTimeoutMs = 30_000;

/** The folder of the newest one's programs. */
function findPrograms() {
  const [newest] = readdirSync(installed).sort((a, b) => Number(b) - Number(a));
  return join(installed, newest, 'bin');
}

/** PostgreSQL refuses to run as root; its package brings a user. @returns {{uid?: number, gid?: number}} */
function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  const id = (/** @type {string} */ option) =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A database's URL, reached through the socket in `folder`. @param {string} folder @param {string} name */
const urlOf = (folder, name) => `postgresql:///${name}?host=${encodeURIComponent(folder)}&user=holdfast`;

/**
 * Runs SQL in a database and gives back what it printed: rows as lines, columns set apart by `|`.
 * @param {string} url @param {string} sql
 */
export async function psql(url, sql) {
  const { stdout } = await run('psql', [
    url,
    '-X',
    '-v',
    'ON_ERROR_STOP=1',
    '--quiet',
    '--no-align',
    '--tuples-only',
    '-c',
    sql,
  ]);
  return stdout.trim();
}

export class PostgresCluster {
  #user = unprivileged();
  #programs = findPrograms();
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #server;

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
    /** The URL of the database that is always there; its tables are left alone. */
    this.url = urlOf(folder, 'postgres');
  }

  /** Makes a cluster and starts it. */
  static async start() {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-postgresql-'));
    const cluster = new PostgresCluster(folder);
    const user = cluster.#user;
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    const options = ['--auth=trust', '--username=holdfast', '--encoding=UTF8', '--locale=C', '--no-sync'];
    await run(join(cluster.#programs, 'initdb'), [...options, join(folder, 'data')], {
      ...user,
      cwd: folder,
    });
    await cluster.restart();
    return cluster;
  }

  /** Starts it again, after a kill() too. */
  async restart() {
    const args = ['-D', join(this.folder, 'data'), '-k', this.folder, '-c', 'listen_addresses='];
    this.#server = spawn(join(this.#programs, 'postgres'), args, {
      ...this.#user,
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    this.#server.stderr?.on('data', (bytes) => (errors += bytes));
    for (const deadline = Date.now() + startTimeoutMs; ; await sleep(50)) {
      try {
        await psql(this.url, 'SELECT 1');
        return;
      } catch (error) {
        const ended = this.#server.exitCode !== null;
        if (ended || Date.now() > deadline)
          throw new Error(`PostgreSQL did not start:\n${errors}`, { cause: error });
      }
    }
  }

  /** Makes an empty database. @param {string} name lower-case letters, digits and `_` @returns {Promise<string>} its URL */
  async createDatabase(name) {
    return createDatabase(this.url, name);
  }

  /** Ends it at once, without a checkpoint; what was committed is kept. */
  async kill() {
    await this.#end('SIGQUIT');
  }

  /** Ends it and removes its folder. */
  async remove() {
    await this.#end('SIGINT');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const server = this.#server;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  }
}

/**
 * @param {string} clusterUrl the `url` of a PostgresCluster @param {string} name
 * @returns {Promise<string>} the new database's URL
 */
export async function createDatabase(clusterUrl, name) {
  await psql(clusterUrl, `CREATE DATABASE ${name}`);
  return clusterUrl.replace('/postgres?', `/${name}?`);
}
