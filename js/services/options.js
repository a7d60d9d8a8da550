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

/**
 * A share of a whole, above 0 and up to 1, or left out.
 *
 * @param {Record<string, unknown>} options
 * @param {string} name
 */
export function checkShare(options, name) {
  const value = options[name];
  if (value === undefined) return;
  if (typeof value !== 'number' || !(value > 0 && value <= 1)) {
    throw invalidOption(name, `must be a number above 0 and up to 1, not ${String(value)}`);
  }
}

/**
 * One of the names, or left out.
 *
 * @param {Record<string, unknown>} options
 * @param {string} name
 * @param {readonly unknown[]} names
 */
export function checkChoice(options, name, names) {
  const value = options[name];
  if (value !== undefined && !names.includes(value)) {
    throw invalidOption(name, `must be one of ${names.join(', ')}, not ${String(value)}`);
  }
}

/**
 * A function, or left out.
 *
 * @param {Record<string, unknown>} options
 * @param {string} name
 */
export function checkFunction(options, name) {
  const value = options[name];
  if (value !== undefined && typeof value !== 'function') throw invalidOption(name, 'must be a function');
}

/** @param {unknown} options @param {string} whose */
export function checkObject(options, whose) {
  if (typeof options !== 'object' || options === null) {
    throw new HoldfastError('invalid-option', `The options of ${whose} must be an object.`);
  }
}

/** @param {unknown} work */
export function checkWork(work) {
  if (typeof work !== 'function') throw new HoldfastError('invalid-work', 'execute() needs a function.');
}
