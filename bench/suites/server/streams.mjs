/**
 * Answers that stream at once through one server process: its memory for each, and how long a byte takes from the service
 * that generates to the client, beside a client that asks the service itself.
 *
 * Service and clients live in one process, so that they have one clock: a chunk carries the time at which it was sent.
 */
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from '../../../tests/server/harness.mjs';
import { median, rowOf } from '../../lib/stats.mjs';

const CHUNKS = 20;
const PAUSE_MS = 500;

/** @typedef {{rounds: number, streams: number, progress: (text: string) => void}} Options */

/** @param {Options} options @returns {Promise<import('../../lib/suites.mjs').Result>} */
export async function measureStreams({ rounds, streams, progress }) {
  const service = await startService();
  const memory = [];
  const through = [];
  const direct = [];
  for (let round = 0; round < rounds; round += 1) {
    progress(`${streams} answers at once, round ${round + 1} of ${rounds}`);
    direct.push(median((await streamAll(`${service.url}/chat/completions`, streams)).delays));
    const server = await startServer({
      args: [
        ...['--upstream', service.url, '--upstream-model', 'm', '--log-level', 'error'],
        ...['--max-connections', String(streams + 100)],
      ],
    });
    const before = residentKib(server.pid);
    const measured = await streamAll(`${server.url}/completion/generate`, streams, () =>
      residentKib(server.pid),
    );
    memory.push((measured.peak - before) / streams);
    through.push(median(measured.delays));
    await server.stop();
  }
  await service.close();
  return {
    rows: [
      rowOf(`${streams} answers at once: memory of the server`, 'KiB a stream', memory),
      rowOf(`${streams} answers at once: from the service's byte to the client's`, 'ms', through),
      rowOf('limit: the client asks the service itself', 'ms', direct),
    ],
    goals: [],
  };
}

/** Answers every request with CHUNKS chunks, each at its pace, begun all at once. */
async function startService() {
  const server = createServer((incoming, response) => {
    incoming.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let sent = 0;
    const timer = setInterval(() => {
      sent += 1;
      const content = `${performance.now()} `;
      response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`);
      if (sent < CHUNKS) return;
      clearInterval(timer);
      response.end('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
    }, PAUSE_MS);
  });
  await new Promise((resolve) =>
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => resolve(undefined)),
  );
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/**
 * @param {string} url @param {number} count @param {() => number} [readMemory]
 * @returns {Promise<{delays: number[], peak: number}>} the delay of every chunk in ms, and the most of what `readMemory` gave
 */
async function streamAll(url, count, readMemory = () => 0) {
  /** @type {number[]} */
  const delays = [];
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, readMemory())), 100);
  /** @type {Promise<void>[]} */
  const all = [];
  for (let index = 0; index < count; index += 1) {
    all.push(streamOne(url, index, delays));
    // A backlog of connections is not what is measured.
    if (index % 50 === 49) await sleep(20);
  }
  await Promise.all(all);
  clearInterval(watch);
  if (delays.length !== count * CHUNKS) {
    throw new Error(`${count * CHUNKS} chunks were sent, ${delays.length} came`);
  }
  return { delays, peak };
}

/** @param {string} url @param {number} index @param {number[]} delays @returns {Promise<void>} */
function streamOne(url, index, delays) {
  const body = JSON.stringify({
    messages: [{ role: 'user', content: `Question ${index}` }],
    requestId: `r-${index}`,
  });
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    sending.on('error', reject);
    sending.on('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`an answer began with ${response.statusCode}`));
      response.setEncoding('utf8');
      response.on('data', (/** @type {string} */ text) => {
        const now = performance.now();
        for (const [, sentAt] of text.matchAll(/"content":"([\d.]+) "/g)) delays.push(now - Number(sentAt));
      });
      response.on('end', () => resolve());
      response.on('error', reject);
    });
    sending.end(body);
  });
}

/** What a process has in memory, in KiB. @param {number | undefined} pid */
function residentKib(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN);
}
