/**
 * Runs the real server as a process of its own, for the tests here and for those in real browsers.
 *
 * The binary is HOLDFAST_SERVER, else the one of build/native-asan, else that of build/native-debug.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newDatabase } from './databases.mjs';

const startTimeoutMs = 20_000;
const stopTimeoutMs = 15_000;
const root = fileURLToPath(new URL('../../', import.meta.url));

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {{code: number | null, signal: NodeJS.Signals | null}} Ended */

function findServer() {
  const candidates = [
    process.env.HOLDFAST_SERVER ?? '',
    join(root, 'build/native-asan/demo/server/holdfast-server'),
    join(root, 'build/native-debug/demo/server/holdfast-server'),
  ].filter(Boolean);
  for (const candidate of candidates) {
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  throw new Error(
    `there is no server to test: build it, or set HOLDFAST_SERVER (looked for ${candidates.join(', ')})`,
  );
}

/**
 * The end of a process, at the latest after `timeoutMs`; it is killed then.
 * @param {ChildProcess} child
 * @param {number} timeoutMs
 * @returns {Promise<Ended>}
 */
async function waitForExit(child, timeoutMs) {
  if (child.exitCode === null && child.signalCode === null) {
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    await once(child, 'exit');
    clearTimeout(timer);
  }
  return { code: child.exitCode, signal: child.signalCode };
}

/** @param {string[]} args @param {Record<string, string>} [env] */
const spawnServer = (args, env = {}) =>
  spawn(findServer(), args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });

/**
 * Runs the server to its end, for command lines that it refuses.
 * @param {string[]} args @param {Record<string, string>} [env]
 */
export async function runServer(args, env) {
  const child = spawnServer(args, env);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes) => (output.stdout += bytes));
  child.stderr.on('data', (bytes) => (output.stderr += bytes));
  const closed = once(child, 'close');
  const { code } = await waitForExit(child, startTimeoutMs);
  await closed;
  return { code, ...output };
}

/**
 * @param {ReturnType<typeof spawnServer>} child
 * @param {() => string} readErrors
 * @returns {Promise<string>}
 */
function waitForUrl(child, readErrors) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (/** @type {string} */ why) =>
      reject(new Error(`the server ${why}; it wrote:\n${readErrors()}`));
    const timer = setTimeout(() => fail('did not start in time'), startTimeoutMs);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended before it listened (${code ?? signal})`);
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      fail(`cannot be run: ${error.message}`);
    });
    child.stdout.on('data', (bytes) => {
      output += bytes;
      const found = /^holdfast-server listening on (http:\/\/\S+)\n/.exec(output);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
  });
}

/**
 * Starts a server on a free port, or on `port`.
 *
 * `database` is what `--database` takes; without it, there is a new one (databases.mjs) that stop() and kill() remove.
 * stop() sends SIGTERM, kill() sends SIGKILL; both give back `{ code, signal }` of the process. A process that a sanitizer
 * ended makes stop() fail with what it wrote.
 *
 * @param {{database?: string, port?: number, args?: string[], env?: Record<string, string>}} [options]
 */
export async function startServer({ database, port = 0, args = [], env = {} } = {}) {
  const own = database === undefined ? await newDatabase() : undefined;
  const url = database ?? own?.url ?? '';
  // A test may ask as often as it likes, unless it is about that.
  const noLimits = ['--rate-limit', '0', '--stream-limit', '0'];
  const child = spawnServer(['--port', `${port}`, '--database', url, ...noLimits, ...args], env);
  let errors = '';
  child.stderr.on('data', (bytes) => (errors += bytes));
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    child.kill(signal);
    const ended = await waitForExit(child, stopTimeoutMs);
    await own?.remove();
    return ended;
  };

  let address;
  try {
    address = await waitForUrl(child, () => errors);
  } catch (error) {
    child.kill('SIGKILL');
    await own?.remove();
    throw error;
  }
  return {
    url: address,
    port: Number(new URL(address).port),
    /** What `--database` takes. */
    database: url,
    /** The database that was made for this server, if `database` was not given. */
    ownDatabase: own,
    pid: child.pid,
    /** What the server wrote to standard error up to now. */
    errors: () => errors,
    kill: () => end('SIGKILL'),
    async stop() {
      const ended = await end('SIGTERM');
      if (ended.code !== 0)
        throw new Error(`the server ended with ${ended.code ?? ended.signal}; it wrote:\n${errors}`);
      return ended;
    },
  };
}
