/** `next start`, as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { eventually } from '../../browser/support/eventually.mjs';

/** @returns {Promise<number>} a port that was free a moment ago */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export class NextServer {
  #app;
  #port;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  #killNow = () => void this.#process?.kill('SIGKILL');

  /** @param {import('./FreshApp.mjs').FreshApp} app that is built @param {number} port */
  constructor(app, port) {
    this.#app = app;
    this.#port = port;
  }

  /** @param {import('./FreshApp.mjs').FreshApp} app */
  static async onFreePort(app) {
    return new NextServer(app, await freePort());
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** @param {string} backend its address */
  async start(backend) {
    const args = [this.#app.file('node_modules/next/dist/bin/next'), 'start'];
    let output = '';
    const next = spawn(process.execPath, [...args, '-H', '127.0.0.1', '-p', `${this.#port}`], {
      cwd: this.#app.folder,
      env: { ...process.env, HOLDFAST_BACKEND: backend, NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = next;
    process.on('exit', this.#killNow);
    for (const stream of [next.stdout, next.stderr]) stream.on('data', (bytes) => (output += bytes));
    await eventually('Next listens', async () => {
      if (next.exitCode !== null) throw new Error(`it ended: ${output}`);
      return (await fetch(this.url)).ok;
    });
  }

  async stop() {
    process.off('exit', this.#killNow);
    if (!this.#process || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}
