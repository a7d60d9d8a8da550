/**
 * `npm run planted -- [--seeds N] [--only NN] [--check] [--tape]`: proof that the tests can fail. Plants one bug after the
 * other in a copy of the sources, and looks whether the simulated world notices within its seeds, or else the unit
 * and scenario tests. With --check it looks only whether each patch still applies. A patch that has a kept tape
 * (tests/regression) has to be caught by it; --tape makes the tapes of the chosen patches instead.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../scripts/lib/apt.mjs';
import { buildFolder } from '../../scripts/lib/paths.mjs';
import { Problem } from '../../scripts/lib/Problem.mjs';
import { note, runMain, step } from '../../scripts/lib/report.mjs';
import { Nursery } from './lib/Nursery.mjs';
import { checkAll, readPatches } from './lib/patches.mjs';
import { asMarkdown, describe, summarize } from './lib/table.mjs';
import { expectHealth, judge, keepTape } from './lib/verdict.mjs';

/** @param {string | undefined} only */
function choose(only) {
  const patches = readPatches();
  if (only === undefined) return patches;
  const numbers = only.split(',').map((number) => number.padStart(2, '0'));
  const chosen = patches.filter(({ number }) => numbers.includes(number));
  if (chosen.length === 0)
    throw new Problem(`There is no planted bug ${only}: they go up to ${patches.length}.`);
  return chosen;
}

/**
 * @param {Nursery} nursery
 * @param {import('./lib/patches.mjs').Patch[]} patches
 * @param {number} seeds
 */
async function makeTapes(nursery, patches, seeds) {
  await nursery.configure();
  for (const patch of patches) {
    await nursery.plant(patch);
    const tape = await keepTape(nursery, seeds, patch);
    nursery.reset();
    note(`${patch.name} is shown by ${tape}.`);
  }
}

await runMain(async () => {
  const options = /** @type {const} */ ({
    seeds: { type: 'string', default: '20000' },
    only: { type: 'string' },
    check: { type: 'boolean', default: false },
    tape: { type: 'boolean', default: false },
  });
  const { values } = parseArgs({ options });
  const seeds = Number(values.seeds);
  if (!Number.isInteger(seeds) || seeds < 1)
    throw new Problem(`--seeds is "${values.seeds}", which is no number of lives.`);
  const patches = choose(values.only);
  await checkAll(patches);
  note(`${patches.length} planted bugs apply to the sources as they are.`);
  if (values.check) return;

  await ensurePackages(['native', 'unit']);
  const nursery = new Nursery();
  nursery.reset();
  if (values.tape) return makeTapes(nursery, patches, seeds);
  await step(`Without a bug everything passes, in ${seeds} lives`, async () => {
    await nursery.configure();
    await expectHealth(nursery, seeds);
  });
  /** @type {import('./lib/table.mjs').Outcome[]} */
  const outcomes = [];
  for (const patch of patches) {
    await nursery.plant(patch);
    const outcome = { patch, verdict: await judge(nursery, seeds, patch) };
    nursery.reset();
    outcomes.push(outcome);
    note(describe(outcome));
  }
  for (const line of summarize(outcomes)) note(line);
  const table = path.join(buildFolder, 'planted', 'table.md');
  mkdirSync(path.dirname(table), { recursive: true });
  writeFileSync(table, asMarkdown(outcomes));
  note(`The table is ${table}.`);
  if (outcomes.some(({ verdict }) => verdict === undefined)) process.exitCode = 1;
});
