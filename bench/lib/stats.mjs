/** From the figures of several rounds to one row. */

/**
 * @typedef {{name: string, unit: string, median: number, min: number, max: number, n: number}} Row
 */

/**
 * @param {readonly number[]} values at least one
 * @returns {number} the middle one, or the mean of the two in the middle
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * @param {string} name
 * @param {string} unit
 * @param {readonly number[]} values one per round
 * @returns {Row}
 */
export function rowOf(name, unit, values) {
  if (values.length === 0 || !values.every(Number.isFinite)) {
    throw new RangeError(
      `The row "${name}" needs a finite figure for every round, not [${values.join(', ')}].`,
    );
  }
  return {
    name,
    unit,
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
    n: values.length,
  };
}
