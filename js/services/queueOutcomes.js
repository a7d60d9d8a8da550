/**
 * What a processor may say of each of its items.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';

/**
 * `done` or undefined: it is done; `again`: try it again; an Error: never try it again.
 * @typedef {'done' | 'again' | Error | undefined} ItemOutcome
 */

/**
 * @template Entry
 * @param {Entry[]} entries
 * @param {unknown} outcomes what the processor returned for them
 * @returns {{again: Entry[], refused: Map<Entry, Error>}}
 * @throws {HoldfastError} `invalid-outcome`; then nothing is known of any item
 */
export function remaining(entries, outcomes) {
  /** @type {Entry[]} */
  const again = [];
  /** @type {Map<Entry, Error>} */
  const refused = new Map();
  if (outcomes === undefined) return { again, refused };
  if (!Array.isArray(outcomes) || outcomes.length !== entries.length) {
    throw nonsense(`nothing, or a list of ${entries.length} outcomes`, describe(outcomes));
  }
  entries.forEach((entry, index) => {
    const outcome = outcomes[index];
    if (outcome === 'again') again.push(entry);
    else if (outcome instanceof Error) refused.set(entry, outcome);
    else if (outcome !== 'done' && outcome !== undefined) {
      throw nonsense('done, again or an Error for each item', describe(outcome));
    }
  });
  return { again, refused };
}

/** @param {string} wanted @param {string} got */
const nonsense = (wanted, got) =>
  new HoldfastError('invalid-outcome', `The processor must return ${wanted}, not ${got}.`, {
    field: 'processor',
  });

/** @param {unknown} value */
const describe = (value) => (Array.isArray(value) ? `a list of ${value.length}` : String(value));
