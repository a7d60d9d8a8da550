/**
 * `npm run coverage [-- --seeds N]`: runs the unit tests, the scenario tests and simulated lives with counted
 * branches. Fails where too few of the core's branches run, or where one that does not is not explained.
 */
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../scripts/lib/apt.mjs';
import { Problem } from '../../scripts/lib/Problem.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { duration, green, note, runMain, step } from '../../scripts/lib/report.mjs';
import { readSides } from './branches.mjs';
import { compare, readExplanations } from './explanations.mjs';
import { countBranches } from './profile.mjs';
import { complaints, table } from './table.mjs';

const goal = 0.98;
const explanations = inRoot('tests', 'coverage', 'explained.json');

await runMain(async () => {
  const start = performance.now();
  const options = /** @type {const} */ ({ seeds: { type: 'string', default: '5000' } });
  const { values } = parseArgs({ options });
  await ensurePackages(['native', 'unit', 'coverage']);
  const exported = await countBranches(values.seeds);

  const sides = readSides(exported);
  const missed = sides.filter(({ count }) => count === 0);
  const { explained, unexplained, stale } = compare(missed, readExplanations(explanations));
  await step('Branches of the core, by file, each side by itself', () => {
    for (const line of table(sides)) note(line);
  });
  for (const line of complaints(unexplained, stale)) note(line);

  const share = (sides.length - missed.length) / sides.length;
  const summary =
    `${sides.length - missed.length} of ${sides.length} branch sides run (${(100 * share).toFixed(2)} %), ` +
    `${explained === missed.length ? '' : `${explained} of `}the ${missed.length} others are explained`;
  const faults = [
    ...(share < goal ? [`less than ${100 * goal} % run`] : []),
    ...(unexplained.length > 0 ? [`${unexplained.length} not explained`] : []),
    ...(stale.length > 0 ? [`${stale.length} explanations of nothing`] : []),
  ];
  if (faults.length > 0) {
    throw new Problem(
      `${summary}: ${faults.join(', ')}`,
      'Write a test, take out what cannot run, or explain it in tests/coverage/explained.json.',
    );
  }
  console.log(green(`   ${summary}, in ${duration(performance.now() - start)}`));
});
