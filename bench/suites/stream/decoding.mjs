/**
 * Decoding in memory: MB/s (of 10⁶ bytes) from the parts of a body to its text, the same in Node and in Chromium.
 *
 * Everybody takes turns within each round, each time in another order, so that nobody always finds the garbage of the
 * same one. Garbage is never collected on demand: that shrinks the space for young objects, which slows down whoever
 * makes many. A ratio is of one round, and of those answers that both have decoded.
 */
import { cuts } from './cuts.mjs';
import { randomOf, shuffled } from './random.mjs';

/** @typedef {import('./cuts.mjs').Cut} Cut */
/** @typedef {{bytes: number, ms: number}[]} Timings of each answer */
/** @typedef {{step: (name: string, ...given: unknown[]) => Promise<any>}} Stage */

/**
 * @typedef {object} Entry
 * @property {string} decoder
 * @property {string} name
 * @property {boolean} [slow] it decodes a part of the corpus
 * @property {Cut} [at] the one cut at which it is measured, where it is the same at all
 */

export const own = { decoder: 'holdfast', name: 'Holdfast' };
export const rival = { decoder: 'handWritten', name: 'hand-written scan' };
export const parser = { decoder: 'eventsourceParser', name: 'eventsource-parser + JSON.parse' };
export const sdks = [
  { decoder: 'openaiStream', name: 'openai', slow: true },
  { decoder: 'aiSdk', name: '@ai-sdk/provider-utils', slow: true },
];
export const bytesAsText = { decoder: 'textDecoder', name: 'limit: TextDecoder alone' };

/** @type {Entry[]} */
export const entries = [
  own,
  rival,
  parser,
  { decoder: 'fetchEventSource', name: '@microsoft/fetch-event-source + JSON.parse', slow: true },
  { decoder: 'fetchEventStream', name: 'fetch-event-stream + JSON.parse', slow: true },
  ...sdks,
  bytesAsText,
  { decoder: 'jsonParse', name: 'limit: JSON.parse alone', at: '16 KiB' },
  { decoder: 'readableStream', name: 'limit: a ReadableStream alone', slow: true },
];

/** @typedef {{corpus: 'plain' | 'obfuscated', cut: Cut}} Case */

/** @type {Case[]} */
export const cases = [
  ...cuts.map((cut) => /** @type {Case} */ ({ corpus: 'plain', cut })),
  { corpus: 'obfuscated', cut: '16 KiB' },
  { corpus: 'obfuscated', cut: 'random cuts' },
];

/** @param {string} engine @param {Case} where */
const caseName = (engine, { corpus, cut }) =>
  `${engine}, ${cut}${corpus === 'obfuscated' ? ', obfuscated' : ''}`;

/** @param {string} engine @param {Case} where @param {string} name */
export const decodingRow = (engine, where, name) => `${caseName(engine, where)}: ${name}`;

/** @param {string} engine @param {Case} where @param {string} name */
export const ratioRow = (engine, where, name) => `${caseName(engine, where)}: Holdfast beside ${name}`;

/** @param {import('./plan.mjs').Plan} plan */
const recipesOf = ({ seed, answers, bytes }) => ({
  plain: { seed, answers, bytes },
  obfuscated: { seed, answers, bytes, obfuscated: true },
});

/**
 * Makes the corpora, and has everybody compiled.
 * @param {Stage} stage
 * @param {import('./plan.mjs').Plan} plan
 */
export async function prepareDecoding(stage, plan) {
  await stage.step('prepare', recipesOf(plan));
  for (const where of cases) {
    await stage.step('cut', where.corpus, where.cut);
    for (const { decoder } of entriesOf(where)) await stage.step('decode', decoder, plan.warmUpAnswers);
  }
}

/**
 * One round of one case.
 * @param {{stage: Stage, engine: string, plan: import('./plan.mjs').Plan,
 *   samples: import('../../lib/Samples.mjs').Samples}} bench
 * @param {Case} where
 * @param {number} round from 0: it decides on the order
 */
export async function measureDecoding({ stage, engine, plan, samples }, where, round) {
  await stage.step('cut', where.corpus, where.cut);
  const here = entriesOf(where);
  /** @type {Map<Entry, Timings>} */
  const taken = new Map();
  for (const entry of shuffled(here, randomOf(plan.seed + round))) {
    const count = entry.slow ? plan.slowAnswers : plan.answers;
    taken.set(entry, await stage.step('decode', entry.decoder, count));
  }
  const ours = taken.get(own) ?? [];
  for (const entry of here) {
    const timings = taken.get(entry) ?? [];
    samples.add(decodingRow(engine, where, entry.name), 'MB/s', speedOf(timings));
    if (entry === own) continue;
    const ratio = speedOf(ours.slice(0, timings.length)) / speedOf(timings);
    samples.add(ratioRow(engine, where, entry.name), 'times', ratio);
  }
}

/** @param {Case} where */
const entriesOf = ({ cut }) => entries.filter(({ at = cut }) => at === cut);

/** @param {Timings} timings @returns {number} MB/s */
function speedOf(timings) {
  const bytes = timings.reduce((sum, timing) => sum + timing.bytes, 0);
  const ms = timings.reduce((sum, timing) => sum + timing.ms, 0);
  return bytes / ms / 1_000;
}
