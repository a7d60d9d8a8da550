/**
 * `npm run chaos -- --rounds N [--seed S] [--trace]`: rounds of destruction in a real browser against the real
 * server. What happened in a round is printed where it failed, or where --trace asks for it.
 *
 * The seed draws all that can be drawn: what is queued, what breaks and when, what the network does to the
 * n-th request. How the browser and the processes interleave is theirs, so a seed repeats the schedule of a
 * round, and not each of its instants.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../scripts/lib/apt.mjs';
import { buildServer, buildWasm } from '../../scripts/lib/artifacts.mjs';
import { ensureNodeModules } from '../../scripts/lib/npm.mjs';
import { Problem } from '../../scripts/lib/Problem.mjs';
import { runMain } from '../../scripts/lib/report.mjs';
import { whenToldToEnd } from '../../scripts/lib/signals.mjs';
import { describeRound, describeRounds } from './support/summary.mjs';

const highest = 1_000_000_000;

/**
 * @param {string} name
 * @param {string} value
 */
function wholeNumber(name, value) {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= highest) return number;
  throw new Problem(`--${name} is "${value}", which is no whole number from 1 to ${highest}.`);
}

await runMain(async () => {
  const options = /** @type {const} */ ({
    rounds: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
  });
  const { values } = parseArgs({ options });
  const rounds = wholeNumber('rounds', values.rounds);
  const firstSeed = wholeNumber(
    'seed',
    values.seed ?? String(1 + Math.floor(Math.random() * (highest - rounds))),
  );

  await ensurePackages(['native', 'wasm', 'server', 'browser']);
  await ensureNodeModules();
  await buildWasm();
  process.env.HOLDFAST_SERVER ??= await buildServer('native-release');

  // These need node_modules, and the server's address in the environment.
  const { buildPlainPage } = await import('../browser/support/plainPage.mjs');
  const { runRound } = await import('./support/Round.mjs');
  // The browser and the server are killed when this process exits, whatever ends it.
  whenToldToEnd(() => process.exit(130));
  const page = await buildPlainPage(fileURLToPath(new URL('page/chaos.html', import.meta.url)));
  process.on('exit', () => rmSync(page.folder, { recursive: true, force: true }));

  const outcomes = [];
  for (let index = 0; index < rounds; index += 1) {
    const outcome = await runRound(firstSeed + index, page.folder);
    outcomes.push(outcome);
    console.log(describeRound(outcome));
    if (!outcome.passed || values.trace) console.error(outcome.report);
  }
  console.log(describeRounds(outcomes));
  if (outcomes.some(({ passed }) => !passed)) process.exitCode = 1;
});
