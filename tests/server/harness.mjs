/**
 * Runs the real server as a process of its own, for the tests here and for those in real browsers.
 *
 * The binary is HOLDFAST_SERVER, else the one of build/native-asan, else that of build/native-debug.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const startTimeoutMs = 20_000;
const stopTimeoutMs = 15_000;
const root = fileURLToPath(new URL('../../', import.meta.url));

function findServer() {
  const candidates = [
    process.env.HOLDFAST_SERVER,
    join(root, 'build/native-asan/demo/server/holdfast-server'),
    join(root, 'build/native-debug/demo/server/holdfast-server'),
  ].filter((candidate) => candidate !== undefined);
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

/** @typedef {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} Child */

/**
 * The end of a process, at the latest after `timeoutMs`; it is killed then.
 * @param {Child} child
 * @param {number} timeoutMs
 */
async function waitForExit(child, timeoutMs) {
  if (child.exitCode === null && child.signalCode === null) {
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    await once(child, 'exit');
    clearTimeout(timer);
  }
  return { code: child.exitCode, signal: child.signalCode };
}

/**
 * Runs the server to its end, for command lines that it refuses.
 * @param {string[]} args
 */
export async function runServer(args) {
  const child = spawn(findServer(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes) => (output.stdout += bytes));
  child.stderr.on('data', (bytes) => (output.stderr += bytes));
  const closed = once(child, 'close');
  const { code } = await waitForExit(child, startTimeoutMs);
  await closed;
  return { code, ...output };
}

/**
 * @param {Child} child
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
 * `database` is the path of an SQLite file; without it, there is a new one in a folder that stop() and kill() remove.
 * stop() sends SIGTERM, kill() sends SIGKILL; both give back `{ code, signal }` of the process. A process that a sanitizer
 * ended makes stop() fail with what it wrote.
 *
 * @param {{database?: string, port?: number, args?: string[], env?: Record<string, string>}} [options]
 */
export async function startServer({ database, port = 0, args = [], env = {} } = {}) {
  const folder = database ? '' : await mkdtemp(join(tmpdir(), 'holdfast-server-'));
  const file = database ?? join(folder, 'test.sqlite');
  const child = spawn(findServer(), ['--port', `${port}`, '--database', `sqlite:${file}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let errors = '';
  child.stderr.on('data', (bytes) => (errors += bytes));
  const removeFolder = async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  };
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    child.kill(signal);
    const ended = await waitForExit(child, stopTimeoutMs);
    await removeFolder();
    return ended;
  };

  let url;
  try {
    url = await waitForUrl(child, () => errors);
  } catch (error) {
    child.kill('SIGKILL');
    await removeFolder();
    throw error;
  }
  return {
    url,
    port: Number(new URL(url).port),
    database: file,
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
