/**
 * Answers as OpenAI's chat completions stream them, made from a seed: what they say is known, since it was put in.
 *
 * What is constant within an answer of a real server is constant here: its id, its time, its model and which members
 * its chunks have. Every fourth answer is of a server that writes ASCII alone, as Python's `json.dumps` does.
 */
import { letters, pick, randomOf } from './random.mjs';
import { emoji, languages, marks } from './words.mjs';

/**
 * @typedef {object} Answer
 * @property {Uint8Array} bytes of the body
 * @property {string} text what it says
 * @property {number[]} ends where each event ends, in bytes; the last is that of `[DONE]`
 */

/**
 * @typedef {object} Recipe
 * @property {number} seed
 * @property {number} answers
 * @property {number} bytes of each answer, or a little more
 * @property {boolean} [obfuscated] whether each chunk ends in a string of random length, which OpenAI adds so that
 *   nobody can tell tokens by the sizes of packets
 */

/** A body's room beyond `bytes`: the last token, the end of the answer and `[DONE]`. */
const MARGIN = 1_024;

const order = /** @type {(keyof typeof languages)[]} */ (
  'english german chinese english russian japanese english arabic french english hindi korean english greek spanish english'.split(
    ' ',
  )
);

const encoder = new TextEncoder();

/** @param {Recipe} recipe @returns {Answer[]} */
export function answersOf({ seed, answers, bytes, obfuscated = false }) {
  return Array.from({ length: answers }, (_, number) =>
    answerOf(number, randomOf(seed + number), bytes, obfuscated),
  );
}

/**
 * @param {number} number
 * @param {() => number} random
 * @param {number} size
 * @param {boolean} obfuscated
 * @returns {Answer}
 */
function answerOf(number, random, size, obfuscated) {
  const words = languages[order[number % order.length]];
  const chunk = chunkWriter(random, obfuscated);
  const written = number % 4 === 3 ? ascii : (/** @type {string} */ json) => json;
  const body = new Uint8Array(size + MARGIN);
  /** @type {number[]} */
  const ends = [];
  const tokens = [];
  let at = 0;
  const append = (/** @type {string} */ data) => {
    at += encoder.encodeInto(`data: ${data}\n\n`, body.subarray(at)).written;
    ends.push(at);
  };

  append(chunk({ role: 'assistant', content: '', refusal: null }, null));
  while (at < size) {
    const content = tokenOf(words, random);
    tokens.push(content);
    append(written(chunk({ content }, null)));
  }
  append(chunk({}, 'stop'));
  append('[DONE]');
  return { bytes: body.slice(0, at), text: tokens.join(''), ends };
}

/** @param {string[]} words @param {() => number} random */
function tokenOf(words, random) {
  const chance = random();
  if (chance < 0.005) return pick(emoji, random);
  return pick(chance < 0.08 ? marks : words, random);
}

/**
 * @param {() => number} random
 * @param {boolean} obfuscated
 * @returns {(delta: object, finishReason: string | null) => string} JSON of one chunk of one answer
 */
function chunkWriter(random, obfuscated) {
  const head = {
    id: `chatcmpl-${letters(29, random)}`,
    object: 'chat.completion.chunk',
    created: 1_763_800_000 + Math.floor(random() * 1_000_000),
    model: pick(['gpt-5', 'gpt-5-mini', 'gpt-4o-mini', 'model-26-11'], random),
    system_fingerprint: `fp_${letters(10, random).toLowerCase()}`,
  };
  const tail = random() < 0.5 ? { usage: null } : {};
  return (delta, finishReason) =>
    JSON.stringify({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...tail,
      ...(obfuscated && { obfuscation: letters(1 + Math.floor(random() * 16), random) }),
    });
}

/** The same JSON without a character beyond ASCII. @param {string} json */
const ascii = (json) =>
  json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
