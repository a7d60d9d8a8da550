import { HoldfastError } from '../HoldfastError.js';
import { Boundary } from './Boundary.js';
import { textBetween } from './utf8.js';
import { EffectReader, EventWriter } from './wire.js';

/** In the order of StreamFormat in include/holdfast/StreamDecoder.h. */
export const STREAM_FORMATS = /** @type {const} */ ([
  'openai',
  'openai-responses',
  'anthropic',
  'ui-message',
  'json-lines',
  'event-text',
  'text',
]);
const FRAMINGS = /** @type {const} */ (['events', 'lines']);
/** In the order of StreamPartKind in include/holdfast/StreamPart.h. */
export const PART_KINDS = /** @type {const} */ ([
  'text',
  'reasoning',
  'refusal',
  'tool-input',
  'finish',
  'usage',
]);

/** What streamFeed() says, as bits. */
const FAILED = 1;
const HAS_PARTS = 2;
const DONE = 4;

/** More bytes at once would make the linear memory larger than it has to be. */
const MAX_STEP_BYTES = 131_072;

/** @typedef {import('../types.js').StreamFormat} StreamFormat */
/** @typedef {import('../types.js').StreamPart} StreamPart */

/**
 * What some bytes of a stream completed.
 * @typedef {object} StreamPiece
 * @property {string} text
 * @property {StreamPart[] | null} parts all of it in order; null where it is nothing but text
 * @property {HoldfastError} [error] something that is not the format came behind it
 */

/** Turns the bytes of one response body into the parts of an answer. */
export class StreamReader {
  #module;
  #boundary;
  #stream;
  #done = false;

  /**
   * @param {import('./loader.js').HoldfastModule} module
   * @param {StreamFormat} format
   * @throws {HoldfastError} `invalid-field`, where the format is none
   */
  constructor(module, format) {
    this.#module = module;
    this.#boundary = new Boundary(module);
    this.#stream = typeof format === 'string' ? this.#streamOf(format) : this.#streamFor(format);
  }

  /**
   * @param {Uint8Array} bytes the next part of the body, cut anywhere
   * @returns {StreamPiece}
   */
  feed(bytes) {
    if (bytes.length <= MAX_STEP_BYTES) return this.#step(bytes);
    const whole = this.#step(bytes.subarray(0, MAX_STEP_BYTES));
    for (let at = MAX_STEP_BYTES; at < bytes.length && !whole.error; at += MAX_STEP_BYTES) {
      join(whole, this.#step(bytes.subarray(at, at + MAX_STEP_BYTES)));
    }
    return whole;
  }

  /** The body has ended. @returns {StreamPiece} */
  end() {
    return this.#piece(this.#module._streamFinish(this.#stream));
  }

  /** Whether the stream has said that the answer is complete. */
  get done() {
    return this.#done || this.finishReason !== '';
  }

  /** Such as `stop` or `length`; empty where the stream gave none. */
  get finishReason() {
    return this.#module.streamFinishReason(this.#stream);
  }

  /** For the `Last-Event-ID` header of a reconnect; empty where the stream numbers nothing. */
  get lastEventId() {
    return this.#module.streamLastEventId(this.#stream);
  }

  /** What the stream asks to wait before a reconnect, in ms; null where it does not ask. */
  get retryMs() {
    const ms = this.#module.streamRetryMs(this.#stream);
    return ms < 0 ? null : ms;
  }

  /** How many events or lines were read. */
  get events() {
    return this.#module.streamEvents(this.#stream);
  }

  close() {
    this.#module.release(this.#stream);
    this.#stream = 0;
  }

  /** @param {Uint8Array} bytes */
  #step(bytes) {
    const at = this.#module._streamRoom(this.#stream, bytes.length);
    this.#module.HEAPU8.set(bytes, at);
    return this.#piece(this.#module._streamFeed(this.#stream, bytes.length));
  }

  /**
   * @param {number} told
   * @returns {StreamPiece}
   */
  #piece(told) {
    // The error first: parts are put where it stands.
    const error = told & FAILED ? this.#boundary.takeError() : undefined;
    if (told & DONE) this.#done = true;
    const parts = told & HAS_PARTS ? this.#parts() : null;
    const text = parts ? textOf(parts) : this.#text();
    return error ? { text, parts, error } : { text, parts };
  }

  #text() {
    const size = this.#module._streamTextSize(this.#stream);
    if (size === 0) return '';
    const at = this.#module._streamTextAt(this.#stream);
    return textBetween(this.#module.HEAPU8, at, at + size);
  }

  /** @returns {StreamPart[]} */
  #parts() {
    this.#module.streamTakeParts(this.#stream);
    const reader = new EffectReader(this.#boundary.output());
    const parts = [];
    while (!reader.done) parts.push(readPart(reader));
    return parts;
  }

  /** @param {(typeof STREAM_FORMATS)[number]} format */
  #streamOf(format) {
    const number = STREAM_FORMATS.indexOf(format);
    if (number !== -1) return this.#module.makeStream(number);
    throw new HoldfastError(
      'invalid-field',
      `stream.format must be one of ${STREAM_FORMATS.join(', ')}, or paths.`,
      {
        field: 'stream.format',
      },
    );
  }

  /** @param {import('../types.js').StreamPaths} paths */
  #streamFor({ framing, text, reasoning = '', finishReason = '', error = '' }) {
    const number = FRAMINGS.indexOf(framing);
    if (number === -1 || typeof text !== 'string' || text === '') {
      throw new HoldfastError(
        'invalid-field',
        'stream.format must have a framing, `events` or `lines`, and the path of the text.',
        { field: 'stream.format' },
      );
    }
    const written = new EventWriter().beginRaw().u8(number);
    for (const path of [text, reasoning, finishReason, error]) written.text(path);
    const stream = this.#module.makePathStream(this.#boundary.put(written.bytes));
    if (stream) return stream;
    const { message } = this.#boundary.takeError();
    throw new HoldfastError('invalid-field', message, { field: 'stream.format' });
  }
}

/**
 * @param {EffectReader} reader
 * @returns {StreamPart}
 */
function readPart(reader) {
  const type = PART_KINDS[reader.u8()];
  const index = reader.varint();
  const id = reader.text();
  const name = reader.text();
  const text = reader.text();
  if (type === 'finish') return { type, reason: text };
  if (type === 'usage') return { type, usage: JSON.parse(text) };
  if (type === 'tool-input') return { type, index, ...(id && { id }), ...(name && { name }), text };
  return { type, text };
}

/** @param {StreamPart[]} parts */
function textOf(parts) {
  let text = '';
  for (const part of parts) if (part.type === 'text') text += part.text;
  return text;
}

/**
 * @param {StreamPiece} whole gets what came behind it too
 * @param {StreamPiece} piece what came behind it
 */
export function join(whole, piece) {
  if (whole.parts || piece.parts) whole.parts = [...partsOf(whole), ...partsOf(piece)];
  whole.text += piece.text;
  if (piece.error) whole.error = piece.error;
}

/**
 * @param {StreamPiece} piece
 * @returns {StreamPart[]} all of it, in order
 */
export function partsOf({ text, parts }) {
  if (parts) return parts;
  return text === '' ? [] : [{ type: 'text', text }];
}
