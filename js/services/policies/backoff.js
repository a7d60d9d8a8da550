/**
 * How long to wait before the next attempt: what may be said of it, and what comes of it.
 *
 * @module
 */
import { LONGEST_MS, checkChoice, checkWhole, invalidOption } from '../options.js';

/**
 * `full`: evenly up to the ceiling `backoffMs * 2^n`; `equal`: half of the ceiling, and evenly up to the other half;
 * `decorrelated`: evenly from `backoffMs` to three times the wait before; `exponential`: the ceiling; `constant`:
 * `backoffMs`; a function: the milliseconds before retry `attempt`, from 1.
 * @typedef {'full' | 'equal' | 'decorrelated' | 'exponential' | 'constant' | ((attempt: number) => number)} Backoff
 */

/**
 * @typedef {object} RetryLimits
 * @property {number} [maxRetries] attempts after the first; default 3
 * @property {number} [backoffMs] base of the back-off; default 1000
 * @property {number} [maxBackoffMs] its cap; default 60000
 * @property {Backoff} [backoff] default `full`
 * @property {number} [totalMs] no attempt begins later than this after the first; default: any time
 */

const NAMES = ['full', 'equal', 'decorrelated', 'exponential', 'constant'];
const DEFAULT_CAP_MS = 60_000;

/**
 * @param {RetryLimits} limits
 * @returns {{limits: Required<Omit<RetryLimits, 'backoff' | 'totalMs'>> & {totalMs?: number}, custom: ((attempt: number) => number) | undefined}}
 *   what the core is told, and the function that decides in its place
 */
export function checkRetryLimits({
  maxRetries = 3,
  backoffMs = 1_000,
  maxBackoffMs,
  backoff = 'full',
  totalMs,
}) {
  checkWhole({ maxRetries }, 'maxRetries', 0, 1_000_000);
  checkWhole({ backoffMs }, 'backoffMs', 1, LONGEST_MS);
  checkWhole({ maxBackoffMs }, 'maxBackoffMs', 1, LONGEST_MS);
  checkWhole({ totalMs }, 'totalMs', 1, LONGEST_MS);
  if (typeof backoff !== 'function') checkChoice({ backoff }, 'backoff', NAMES);
  if (maxBackoffMs !== undefined && (typeof backoff === 'function' || backoff === 'constant')) {
    throw invalidOption('maxBackoffMs', 'means nothing where the back-off does not grow by itself');
  }
  const cap = maxBackoffMs ?? Math.max(DEFAULT_CAP_MS, backoffMs);
  if (backoffMs > cap) throw invalidOption('backoffMs', 'must not be longer than maxBackoffMs');
  const limits = { maxRetries, backoffMs, maxBackoffMs: cap, totalMs };
  if (typeof backoff === 'function') return { limits, custom: backoff };
  return { limits: /** @type {any} */ ({ ...limits, backoff }), custom: undefined };
}

/**
 * The wait before retry `attempt`: the core's, or what the user's function says in its place.
 *
 * @param {((attempt: number) => number) | undefined} custom
 * @param {number} attempt
 * @param {number} wait
 */
export function waitOf(custom, attempt, wait) {
  if (custom === undefined) return wait;
  const ms = custom(attempt);
  if (typeof ms === 'number' && ms >= 0 && ms <= LONGEST_MS) return ms;
  throw invalidOption('backoff', `must return milliseconds from 0 to ${LONGEST_MS}, not ${String(ms)}`);
}
