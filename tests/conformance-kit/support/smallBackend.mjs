/** Runs the small backend as a process of its own, as it is or with a change of its source. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** @typedef {{from: string | RegExp, to: string | ((text: string) => string)}} Change */

export const sourceFile = fileURLToPath(new URL('../../../demo/small-backend/server.mjs', import.meta.url));
const startTimeoutMs = 20_000;

/** @returns {Promise<number>} */
async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  return port;
}

/**
 * @param {string} folder
 * @param {Change[]} changes each has to find its place
 */
async function writeChanged(folder, changes) {
  let source = await readFile(sourceFile, 'utf8');
  for (const { from, to } of changes) {
    const changed = source.replace(from, (text) => (typeof to === 'string' ? to : to(text)));
    if (changed === source) throw new Error(`the small backend has no ${from}`);
    source = changed;
  }
  const file = join(folder, 'server.mjs');
  await writeFile(file, source);
  return file;
}

/**
 * stop() ends it with SIGKILL: what was answered is on disk. It removes the log unless that was given.
 * @param {{changes?: Change[], tokens?: string, log?: string}} [options]
 */
export async function startSmallBackend({ changes = [], tokens = '', log } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-small-backend-'));
  const file = changes.length === 0 ? sourceFile : await writeChanged(folder, changes);
  const port = await findFreePort();
  const env = {
    ...process.env,
    PORT: `${port}`,
    LOG: log ?? join(folder, 'chat.log'),
    TOKENS: tokens,
    DELAY_MS: '0',
  };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (bytes) => (errors += bytes));
  const exited = once(child, 'exit');
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), startTimeoutMs);
  try {
    await Promise.race([
      once(child.stdout, 'data', { signal: late.signal }),
      exited.then(([code]) => Promise.reject(new Error(`the small backend ended with ${code}:\n${errors}`))),
    ]);
  } finally {
    clearTimeout(timer);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
