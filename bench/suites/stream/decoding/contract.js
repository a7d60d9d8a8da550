/**
 * What a decoder has to be able to do: the text of one answer from the parts of its body.
 *
 * @module
 */

/**
 * @typedef {object} Decoder
 * @property {(chunks: Uint8Array[]) => string | Promise<string>} decode the text, joined as it is found
 * @property {() => Promise<unknown>} [load] what has to be there before the first answer
 */

/**
 * A limit is given more than a body, or gives less than a text.
 * @typedef {object} Limit
 * @property {(answer: import('../corpus.mjs').Answer, chunks: Uint8Array[]) => unknown} prepare what `decode` is given;
 *   not timed
 * @property {(given: any) => string | Promise<string>} decode
 * @property {(answer: import('../corpus.mjs').Answer) => string} expected what `decode` is to give
 */

export {};
