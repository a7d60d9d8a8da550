/** Figures for people. */

/** @typedef {import('./suites.mjs').Result} Result */

/** Enough digits to tell figures apart, and no more. @param {number} value */
export function figure(value) {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/**
 * Columns as wide as they have to be; the first is aligned to the left, the others to the right.
 * @param {string[][]} lines the first is the heading
 */
function table(lines) {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {Result['rows']} rows */
export const rowTable = (rows) =>
  table([
    ['', 'median', 'min', 'max', 'unit', 'rounds'],
    ...rows.map((row) => [
      row.name,
      figure(row.median),
      figure(row.min),
      figure(row.max),
      row.unit,
      String(row.n),
    ]),
  ]);

/** @param {Result['goals']} goals */
export const goalList = (goals) =>
  goals
    .map(({ name, goal, value, holds }) => {
      const reached = typeof value === 'number' ? figure(value) : value;
      return `${holds ? 'holds ' : 'MISSES'}  ${name}: ${reached} (goal: ${goal})`;
    })
    .join('\n');
