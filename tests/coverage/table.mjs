/** What is said of the branches, in lines. */

/**
 * @typedef {import('./branches.mjs').Side} Side
 * @typedef {import('./explanations.mjs').Explanation} Explanation
 */

/**
 * One line for each file that has branches, those with the most that did not run first.
 * @param {Side[]} sides
 */
export function table(sides) {
  /** @type {Map<string, {all: number, run: number}>} */
  const files = new Map();
  for (const { file, count } of sides) {
    const { all, run } = files.get(file) ?? { all: 0, run: 0 };
    files.set(file, { all: all + 1, run: run + (count > 0 ? 1 : 0) });
  }
  const width = Math.max(...[...files.keys()].map((name) => name.length));
  return [...files]
    .sort(
      ([, one], [, other]) =>
        other.all - other.run - (one.all - one.run) || one.run / one.all - other.run / other.all,
    )
    .map(([name, { all, run }]) => {
      const share = `${((100 * run) / all).toFixed(1)} %`.padStart(8);
      return `${name.padEnd(width)}  ${String(run).padStart(4)} of ${String(all).padStart(4)}${share}`;
    });
}

/**
 * What stands in the way, ready to be pasted into explained.json where a reason is all that it lacks.
 * @param {Side[]} unexplained
 * @param {Explanation[]} stale
 */
export function complaints(unexplained, stale) {
  return [
    ...unexplained.map(({ file, at, line, condition, side }) => {
      const entry = JSON.stringify({ file, line, condition, side, reason: '' });
      return `${file}:${at} is never ${side}, and not explained: ${entry}`;
    }),
    ...stale.map(({ file, condition, side }) => {
      return `explained.json explains that ${condition} is never ${side} in ${file}: it runs, or is gone`;
    }),
  ];
}
