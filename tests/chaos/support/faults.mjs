/** What the network does to a request: which faults there are, and how often each comes. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {{status: number, headers: import('node:http').IncomingHttpHeaders, body: Buffer}} Answer
 *
 * @typedef {object} Exchange one request that has reached the proxy, and what can be done with it
 * @property {() => Promise<Answer>} forward hands it to the server; as often as it is called
 * @property {(share: number) => Promise<void>} forwardPart hands the first part of it to the server, and no more
 * @property {(afterMs: number) => void} forwardLater hands it to the server then, whatever has become of it
 * @property {(answer: Answer) => void} answer
 * @property {(answer: Answer, share: number) => void} answerPart and then the connection breaks
 * @property {() => void} hangUp
 *
 * @typedef {(exchange: Exchange, random: import('./Random.mjs').Random) => Promise<void>} Fault
 */

/**
 * @param {number} status
 * @param {Record<string, string>} headers
 * @param {string} body
 * @returns {Answer}
 */
const madeUp = (status, headers, body) => ({ status, headers, body: Buffer.from(body) });

/** @param {import('./Random.mjs').Random} random */
const someRetryAfter = (random) =>
  random.chance(0.7) ? { 'retry-after': String(random.between(0, 1)) } : undefined;

const longestWaitMs = 1200;

/** @satisfies {Record<string, Fault>} */
export const faults = {
  pass: async ({ forward, answer }) => answer(await forward()),

  'drop-request': async ({ hangUp }) => hangUp(),

  'cut-request': async ({ forwardPart, hangUp }, random) => {
    await forwardPart(random.next());
    hangUp();
  },

  'drop-answer': async ({ forward, hangUp }) => {
    await forward();
    hangUp();
  },

  'cut-answer': async ({ forward, answerPart }, random) => answerPart(await forward(), random.next()),

  'delay-request': async ({ forward, answer }, random) => {
    await sleep(random.between(20, longestWaitMs));
    answer(await forward());
  },

  'delay-answer': async ({ forward, answer }, random) => {
    const answered = await forward();
    await sleep(random.between(20, longestWaitMs));
    answer(answered);
  },

  'double-at-once': async ({ forward, answer }, random) => {
    const both = await Promise.all([forward(), forward()]);
    answer(random.pick(both));
  },

  'double-later': async ({ forward, forwardLater, answer }, random) => {
    forwardLater(random.between(50, 4000));
    answer(await forward());
  },

  // The client takes it for lost and tries again; it arrives among or behind what was sent after it.
  'arrive-late': async ({ forwardLater, hangUp }, random) => {
    forwardLater(random.between(20, 3000));
    hangUp();
  },

  'busy-503': async ({ answer }, random) => {
    const headers = { 'content-type': 'text/html', ...someRetryAfter(random) };
    answer(madeUp(503, headers, '<h1>Service Unavailable</h1>'));
  },

  'busy-429': async ({ answer }, random) =>
    answer(madeUp(429, { 'content-type': 'text/plain', ...someRetryAfter(random) }, 'slow down')),

  'nonsense-200': async ({ answer }) =>
    answer(madeUp(200, { 'content-type': 'text/html' }, '<p>Welcome to our Wi-Fi</p>')),
};

/** @typedef {keyof typeof faults} FaultName */

const harmful = /** @type {FaultName[]} */ (Object.keys(faults).filter((name) => name !== 'pass'));

/**
 * How often each fault comes in this round: some rounds are calm, some stormy, and each has its own mix.
 * @param {import('./Random.mjs').Random} random
 * @returns {Record<FaultName, number>}
 */
export function drawWeather(random) {
  const storm = random.pick([0.1, 0.25, 0.4, 0.6]);
  const shares = harmful.map((name) => /** @type {const} */ ([name, random.next() ** 2]));
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  const weights = shares.map(([name, share]) => [name, (storm * share) / sum]);
  return Object.fromEntries([...weights, ['pass', 1 - storm]]);
}
