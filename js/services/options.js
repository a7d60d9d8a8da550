/**
 * Checks of options that people hand in.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';

/** @param {string} field @param {string} complaint */
export function invalidOption(field, complaint) {
  return new HoldfastError('invalid-option', `The option ${field} ${complaint}.`, { field });
}

/**
 * A whole number within its range, or left out.
 *
 * @param {Record<string, unknown>} options
 * @param {string} name
 * @param {number} low
 * @param {number} high
 */
export function checkWhole(options, name, low, high) {
  const value = options[name];
  if (value === undefined) return;
  if (!Number.isInteger(value) || Number(value) < low || Number(value) > high) {
    throw invalidOption(name, `must be a whole number from ${low} to ${high}, not ${String(value)}`);
  }
}

/** A day: no wait or rest that is longer makes sense in a page. Unit: milliseconds. */
export const LONGEST_MS = 24 * 3_600_000;
