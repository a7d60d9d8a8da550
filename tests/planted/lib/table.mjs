/** What came of every planted bug: a line each for the terminal, a table for docs/planted-bugs.md. */
import { green, red } from '../../../scripts/lib/report.mjs';

/** @typedef {import('./patches.mjs').Patch} Patch */
/** @typedef {import('./verdict.mjs').Verdict} Verdict */
/** @typedef {{patch: Patch, verdict: Verdict | undefined}} Outcome */

/** @param {number} count */
const lives = (count) => (count === 1 ? '1 life' : `${count} lives`);

/** @param {Outcome} outcome */
export function describe({ patch, verdict }) {
  if (verdict === undefined) return `${red('NOT CAUGHT')}  ${patch.name}: ${patch.sentence}`;
  const after = verdict.seeds === undefined ? '' : ` after ${lives(verdict.seeds)}`;
  return `${green('caught')}  ${patch.name} by ${verdict.by} (${verdict.where})${after}`;
}

/** @param {number[]} numbers at least one */
function medianOf(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** @param {Outcome[]} outcomes */
export function summarize(outcomes) {
  const verdicts = outcomes.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]));
  const lines = [`${verdicts.length} of ${outcomes.length} planted bugs are caught.`];
  for (const where of ['its tape', 'simulator', 'unit test', 'exhaustive test', 'scenario test']) {
    const here = verdicts.filter((verdict) => verdict.where === where);
    if (here.length > 0)
      lines.push(`${here.length} by ${where === 'its tape' ? 'a tape' : `the ${where}`}: ${countsOf(here)}.`);
  }
  const seeds = verdicts.flatMap(({ seeds: count }) => count ?? []);
  if (seeds.length > 0)
    lines.push(
      `Lives that the simulator needed: ${medianOf(seeds)} in the median, ${Math.max(...seeds)} at most.`,
    );
  return lines;
}

/** @param {Verdict[]} verdicts */
function countsOf(verdicts) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { by } of verdicts) counts.set(by, (counts.get(by) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .map(([by, count]) => (count === 1 ? by : `${by} ${count} times`))
    .join(', ');
}

/** @param {Outcome[]} outcomes */
export function asMarkdown(outcomes) {
  const rows = outcomes.map(({ patch, verdict }) => {
    const by = verdict === undefined ? '**not caught**' : verdict.by;
    const where = verdict?.where === 'simulator' ? by : `${by} (${verdict?.where ?? 'by nothing'})`;
    return `| ${patch.name} | ${patch.sentence} | ${where} | ${verdict?.seeds ?? '–'} |`;
  });
  return [
    '| patch | what is wrong | caught by | after lives |',
    '| --- | --- | --- | ---: |',
    ...rows,
    '',
  ].join('\n');
}
