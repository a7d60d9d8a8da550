/** The steps of decoding in memory, in Node and in a page alike. */
import { answersOf } from '../corpus.mjs';
import { chunksOf } from '../cuts.mjs';
import { decoders, limits } from './decoders.js';

export class DecodingStage {
  /** @type {Record<string, import('../corpus.mjs').Answer[]>} */
  #corpora = {};
  /** @type {{answer: import('../corpus.mjs').Answer, chunks: Uint8Array[]}[]} */
  #cut = [];

  /** @param {Record<string, import('../corpus.mjs').Recipe>} recipes by the names of the corpora */
  async prepare(recipes) {
    for (const [name, recipe] of Object.entries(recipes)) this.#corpora[name] = answersOf(recipe);
    for (const decoder of Object.values(decoders)) await decoder.load?.();
  }

  /** Cuts a corpus for all that is decoded next. @param {string} corpus @param {import('../cuts.mjs').Cut} cut */
  cut(corpus, cut) {
    this.#cut = this.#corpora[corpus].map((answer) => ({ answer, chunks: chunksOf(cut, answer) }));
  }

  /**
   * @param {string} name of a decoder or a limit
   * @param {number} count of answers, from the first
   * @returns {Promise<{bytes: number, ms: number}[]>} of each answer
   */
  async decode(name, count) {
    const { prepare, decode, expected } = limits[name] ?? asLimit(decoders[name]);
    const timings = [];
    for (const { answer, chunks } of this.#cut.slice(0, count)) {
      const given = prepare(answer, chunks);
      const begun = performance.now();
      const decoded = await decode(given);
      const ms = performance.now() - begun;
      if (decoded !== expected(answer)) throw new Error(`${name} gave another text than was streamed.`);
      timings.push({ bytes: answer.bytes.length, ms });
    }
    return timings;
  }
}

/** @param {import('./contract.js').Decoder} decoder @returns {import('./contract.js').Limit} */
const asLimit = ({ decode }) => ({
  prepare: (_answer, chunks) => chunks,
  decode,
  expected: ({ text }) => text,
});
