/**
 * The bounds of an answer.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';
import { STREAM_FORMATS, StreamReader } from '../driver/StreamReader.js';
import { LONGEST_MS, checkWhole, invalidOption } from './options.js';

/** @typedef {Required<import('../types.js').StreamOptions>} StreamLimits */

/** @type {StreamLimits} */
const DEFAULTS = {
  format: 'openai',
  firstByteMs: 60_000,
  idleMs: 60_000,
  totalMs: 3_600_000,
  maxAnswerBytes: 16 * 1024 * 1024,
};

/** What JavaScript engines can hold as one string, whatever the text. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/**
 * @param {unknown} options
 * @returns {StreamLimits}
 * @throws {HoldfastError} `invalid-option`
 */
export function streamLimits(options = {}) {
  if (typeof options !== 'object' || options === null) throw invalidOption('stream', 'must be an object');
  const given = /** @type {import('../types.js').StreamOptions} */ (options);
  const named = Object.fromEntries(Object.entries(given).map(([name, value]) => [`stream.${name}`, value]));
  for (const name of ['firstByteMs', 'idleMs', 'totalMs']) checkWhole(named, `stream.${name}`, 1, LONGEST_MS);
  checkWhole(named, 'stream.maxAnswerBytes', 1, MAX_ANSWER_BYTES);
  const { format } = given;
  const isNamed = typeof format === 'string' && STREAM_FORMATS.includes(/** @type {any} */ (format));
  if (format !== undefined && !isNamed && (typeof format !== 'object' || format === null)) {
    throw invalidOption(
      'stream.format',
      `must be one of ${STREAM_FORMATS.join(', ')}, or an object of paths`,
    );
  }
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(known) };
}

/**
 * Paths are read by the core.
 *
 * @param {import('../driver/loader.js').HoldfastModule} module
 * @param {import('../types.js').StreamFormat} format
 * @throws {HoldfastError} `invalid-option`
 */
export function checkFormat(module, format) {
  try {
    new StreamReader(module, format).close();
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    throw new HoldfastError('invalid-option', error.message, { field: error.field, cause: error });
  }
}
