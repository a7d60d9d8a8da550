/**
 * What answers and errors of HTTP say, whoever made the request.
 *
 * @module
 */

/** @typedef {{error: unknown} | {result: unknown}} End how a call ended */

/** @param {End} end */
export const valueOf = (end) => ('error' in end ? end.error : end.result);

/**
 * The status of a Response, or of an error that carries one (`status`, `statusCode`, or a `response` with it).
 *
 * @param {unknown} value
 * @returns {number | undefined}
 */
export function statusOf(value) {
  const status =
    read(value, 'status') ?? read(value, 'statusCode') ?? read(read(value, 'response'), 'status');
  return typeof status === 'number' && Number.isInteger(status) ? status : undefined;
}

/**
 * What the answer says about when to come back: `retry-after-ms`, marked with its unit, or else `Retry-After`.
 *
 * @param {unknown} value a Response, an error with `headers`, or one with a `response`
 * @returns {string | undefined}
 */
export function retryAfterOf(value) {
  const headers = read(value, 'headers') ?? read(read(value, 'response'), 'headers');
  const ms = header(headers, 'retry-after-ms');
  return ms === undefined ? header(headers, 'retry-after') : `${ms}ms`;
}

/** @param {unknown} headers a Headers, or a plain object with names in lower case @param {string} name */
function header(headers, name) {
  const get = read(headers, 'get');
  const value = typeof get === 'function' ? get.call(headers, name) : read(headers, name);
  return value === null || value === undefined ? undefined : String(value).trim();
}

/** @param {unknown} value @param {string} name */
function read(value, name) {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
