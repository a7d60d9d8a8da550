/** Figures as they come, under the rows that they belong to. */
import { median, rowOf } from './stats.mjs';

export class Samples {
  /** In the order in which they were first heard of. @type {Map<string, {unit: string, values: number[]}>} */
  #rows = new Map();

  /**
   * @param {string} name
   * @param {string} unit
   * @param {number} value
   */
  add(name, unit, value) {
    const row = this.#rows.get(name) ?? { unit, values: [] };
    this.#rows.set(name, row);
    row.values.push(value);
  }

  /** @param {string} name */
  median(name) {
    const row = this.#rows.get(name);
    if (!row) throw new RangeError(`There is no figure for "${name}".`);
    return median(row.values);
  }

  /** @returns {import('./stats.mjs').Row[]} */
  rows() {
    return [...this.#rows].map(([name, { unit, values }]) => rowOf(name, unit, values));
  }
}
