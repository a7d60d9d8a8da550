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

/**
 * A number within its range, or left out.
 *
 * @param {Record<string, unknown>} options
 * @param {string} name
 * @param {number} low
 * @param {number} high
 */
export function checkNumber(options, name, low, high) {
  const value = options[name];
  if (value === undefined) return;
  if (typeof value !== 'number' || !(value >= low && value <= high)) {
    throw invalidOption(name, `must be a number from ${low} to ${high}, not ${String(value)}`);
  }
}

const RULES = ['again', 'paced', 'pause', 'park'];

/** What is to be done with answers of these statuses, or left out. @param {unknown} classification */
export function checkClassification(classification) {
  if (classification === undefined) return;
  if (typeof classification !== 'object' || classification === null) {
    throw invalidOption('classification', 'must be an object');
  }
  for (const [status, rule] of Object.entries(classification)) {
    const field = `classification.${status}`;
    if (!/^[345](?:xx|\d\d)$/.test(status)) {
      throw invalidOption(field, 'is no status from 300 to 599, nor 3xx, 4xx or 5xx');
    }
    if (!RULES.includes(rule))
      throw invalidOption(field, `must be one of ${RULES.join(', ')}, not ${String(rule)}`);
  }
}

/**
 * Groups of options that the core reads as JSON, which has no word for some values: those are caught here.
 *
 * @param {Record<string, unknown>} groups
 */
export function checkGroups(groups) {
  for (const [name, group] of Object.entries(groups)) {
    if (group === undefined) continue;
    if (typeof group !== 'object' || group === null) throw invalidOption(name, 'must be an object');
    for (const [key, value] of Object.entries(group)) {
      const isFinite = typeof value !== 'number' || Number.isFinite(value);
      if (!isFinite || typeof value === 'function') {
        throw invalidOption(`${name}.${key}`, `must be a finite number or a name, not ${String(value)}`);
      }
    }
  }
}
