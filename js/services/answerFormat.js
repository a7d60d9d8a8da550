/**
 * What the body of an answer is, by what its headers say.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';

/** @typedef {import('../types.js').StreamFormat} StreamFormat */

const LINES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/json-lines'];

/** What a request asks for. */
export const ACCEPTED = 'text/event-stream, application/x-ndjson, application/jsonl, text/plain';

/**
 * @param {Headers} headers
 * @param {StreamFormat} format of server-sent events, where they do not say it themselves
 * @param {string} path what was asked
 * @returns {StreamFormat}
 * @throws {HoldfastError} `malformed-answer`
 */
export function formatOf(headers, format, path) {
  const given = headers.get('content-type') ?? '';
  const type = given.split(';')[0].trim().toLowerCase();
  if (type === 'text/event-stream')
    return headers.get('x-vercel-ai-ui-message-stream') === 'v1' ? 'ui-message' : format;
  if (LINES.includes(type)) return isOfLines(format) ? format : 'json-lines';
  if (type === 'text/plain') return 'text';
  throw new HoldfastError(
    'malformed-answer',
    `The backend answered ${path} with ${given || 'no content type'}, not with a stream of events, lines of JSON or text.`,
  );
}

/** Whether the end of the body is the end of the answer, since nothing else says so. @param {StreamFormat} format */
export function endsWithBody(format) {
  return format === 'text' || isOfLines(format);
}

/** @param {StreamFormat} format */
function isOfLines(format) {
  return format === 'json-lines' || (typeof format === 'object' && format.framing === 'lines');
}
