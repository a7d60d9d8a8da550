/**
 * What work is told by the policies around it.
 *
 * @module
 */
import { HoldfastError } from '../../HoldfastError.js';

/**
 * @typedef {object} Context
 * @property {AbortSignal | undefined} signal aborted when the work is no longer wanted; undefined where nobody could
 * @property {number} attempt from 1
 */

/** Of a call that nobody can abort, tried once. @type {Readonly<Context>} */
export const PLAIN_CONTEXT = Object.freeze({ signal: undefined, attempt: 1 });

/**
 * @param {Partial<Context>} context what the caller of execute() gave
 * @returns {Context}
 * @throws the signal's reason, where it is aborted
 */
export function contextOf({ signal, attempt = 1 }) {
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new HoldfastError('invalid-option', 'The signal must be an AbortSignal.', { field: 'signal' });
  }
  signal?.throwIfAborted();
  return { signal, attempt };
}
