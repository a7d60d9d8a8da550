/**
 * Answers over a real connection, from the request to the last delta, in Chromium. What the main thread needs is its CPU
 * time, less that of a page that idles as long; a page for each client and round, which has read 10 MB before anything is measured.
 */
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { median } from '../../lib/stats.mjs';
import { randomOf, shuffled } from './random.mjs';

const MIB = 2 ** 20;
/** An idle page is watched for as long as the answer took, and not longer than this. */
const MOST_IDLE_MS = 500;

/** @typedef {{client: string, name: string}} Entry */

const own = { client: 'holdfast', name: 'Holdfast' };
const limit = { client: 'bareFetch', name: 'limit: fetch alone' };

/** @type {Entry[]} */
const entries = [
  own,
  limit,
  { client: 'handWritten', name: 'fetch + hand-written scan' },
  { client: 'eventsourceParser', name: 'fetch + eventsource-parser + JSON.parse' },
  { client: 'openaiClient', name: 'openai' },
  { client: 'providerUtils', name: 'fetch + @ai-sdk/provider-utils' },
  { client: 'aiTransport', name: 'ai, transport of useChat' },
  { client: 'eventSource', name: 'EventSource + JSON.parse' },
];

/** What is told of each client, with its unit. */
const figures = /** @type {const} */ ({
  'main thread, at once': 'µs an event',
  'main thread, live': 'µs an event',
  'first delta': 'ms',
  'longest task, live': 'ms',
  'answer at once': 'MB/s',
  'memory after an answer': 'MiB',
});

/** @typedef {keyof typeof figures} Figure */

/** What is held against fetch alone. @type {Figure[]} */
const compared = ['main thread, at once', 'main thread, live', 'first delta'];

/** @param {Figure} figure @param {string} name */
const answerRow = (figure, name) => `${figure}: ${name}`;

/** @param {Figure} figure */
export const besideFetchRow = (figure) => answerRow(figure, `Holdfast beside ${limit.name}`);

/**
 * @typedef {object} Bench
 * @property {import('../../lib/Lab.mjs').Lab} lab
 * @property {import('./plan.mjs').Plan} plan
 * @property {ReturnType<typeof import('./server/kinds.mjs').kindsOf>} kinds what the server gives
 * @property {import('../../lib/Samples.mjs').Samples} samples
 */

/**
 * One round.
 * @param {Bench} bench
 * @param {number} round from 0: it decides on the order
 * @param {(name: string) => void} begin called before each client
 */
export async function measureAnswers(bench, round, begin) {
  /** @type {Map<Entry, Record<Figure, number>>} */
  const taken = new Map();
  for (const entry of shuffled(entries, randomOf(bench.plan.seed + round))) {
    begin(entry.name);
    taken.set(entry, await measureClient(bench, entry, `${entry.client.toLowerCase()}-${round}`));
  }
  for (const figure of /** @type {Figure[]} */ (Object.keys(figures))) {
    for (const entry of entries) {
      bench.samples.add(answerRow(figure, entry.name), figures[figure], taken.get(entry)?.[figure] ?? NaN);
    }
  }
  for (const figure of compared) {
    const ratio = (taken.get(own)?.[figure] ?? NaN) / (taken.get(limit)?.[figure] ?? NaN);
    bench.samples.add(besideFetchRow(figure), 'times', ratio);
  }
}

/**
 * @param {Bench} bench
 * @param {Entry} entry
 * @param {string} place
 * @returns {Promise<Record<Figure, number>>}
 */
async function measureClient({ lab, plan, kinds }, { client, name }, place) {
  const page = await lab.newPage({ place, contestant: client });
  const { whole, live, first } = kinds;

  await page.step('open', '/whole');
  await answered(page, name, whole);
  const atOnce = [];
  for (let i = 0; i < plan.wholes; i += 1) atOnce.push(await mainThreadOf(page, name, whole));

  await page.step('open', '/first');
  const firsts = [];
  for (let i = 0; i < plan.firsts; i += 1) firsts.push((await answered(page, name, first)).firstMs);

  await page.step('open', '/live');
  const paced = await mainThreadOf(page, name, live);
  const longestTaskMs = await page.longestTaskMs(() => page.step('answer'));
  await check(page, name, live);

  // Last: a heap whose garbage was collected on demand is slower for a while.
  await page.step('open', '/whole');
  const bytes = await bytesKept(page, name, whole);
  await page.close();
  return {
    'main thread, at once': median(atOnce.map(({ usPerEvent }) => usPerEvent)),
    'main thread, live': paced.usPerEvent,
    'first delta': median(firsts),
    'longest task, live': longestTaskMs,
    'answer at once': whole.answer.bytes.length / median(atOnce.map(({ ms }) => ms)) / 1_000,
    'memory after an answer': bytes / MIB,
  };
}

/** @typedef {import('../../lib/MeasuredPage.mjs').MeasuredPage} MeasuredPage */
/** @typedef {import('./server/AnswerServer.mjs').Kind} Kind */

/** @param {MeasuredPage} page @param {string} name @param {Kind} kind */
async function mainThreadOf(page, name, kind) {
  const before = await page.mainThreadUs();
  const { ms } = await page.step('answer');
  const used = (await page.mainThreadUs()) - before;
  await check(page, name, kind);
  const idleMs = Math.min(ms, MOST_IDLE_MS);
  const idleBefore = await page.mainThreadUs();
  await page.step('idle', idleMs);
  const idled = ((await page.mainThreadUs()) - idleBefore) * (ms / idleMs);
  return { ms, usPerEvent: (used - idled) / kind.answer.ends.length };
}

/**
 * By how much the heap has grown when an answer is there, its text in one piece; and the linear memory, all of it.
 * @param {MeasuredPage} page
 * @param {string} name
 * @param {Kind} kind
 */
async function bytesKept(page, name, kind) {
  await page.collectGarbage();
  const before = await page.heapBytes();
  await page.step('answer');
  await page.step('flatten');
  await page.collectGarbage();
  const growth = (await page.heapBytes()) - before;
  await check(page, name, kind);
  return growth + ((await page.wasmBytes()) ?? 0);
}

/**
 * @param {MeasuredPage} page
 * @param {string} name
 * @param {Kind} kind
 * @returns {Promise<{ms: number, firstMs: number}>}
 */
async function answered(page, name, kind) {
  const timing = await page.step('answer');
  await check(page, name, kind);
  return timing;
}

/** @param {MeasuredPage} page @param {string} name @param {Kind} kind */
async function check(page, name, { answer }) {
  const received = await page.step('received');
  if (received === answer.text || received === answer.bytes.length) return;
  throw new Problem(`${name} gave another text than was streamed.`);
}
