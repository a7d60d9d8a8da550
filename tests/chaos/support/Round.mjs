/** One round of destruction: four tabs queue, things break, all heals, and the judge looks. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../browser/support/eventually.mjs';
import { Ledger } from './Ledger.mjs';
import { Random } from './Random.mjs';
import { Scene } from './Scene.mjs';
import { Trace } from './Trace.mjs';
import { blows } from './blows.mjs';
import { drawWeather } from './faults.mjs';
import { judge } from './judge.mjs';
import { drawSchedule } from './schedule.mjs';

const outputFolder = fileURLToPath(new URL('../../../build/test-output/chaos', import.meta.url));

/** After the last fault, everything has to be queued within this; and then to be delivered, again within this. */
const patienceMs = 60_000;

const afterwardsMs = 1500;

/** How many requests the network sends again when all is over. */
const replays = 12;

/**
 * @typedef {object} Outcome
 * @property {number} seed
 * @property {boolean} passed
 * @property {number} durable messages that were reported durable
 * @property {import('./Trace.mjs').Counts} counts what was done to it, and what its pages said
 * @property {number} ms
 * @property {string} report what was violated, and what happened
 */

/**
 * @param {number} seed
 * @param {string} page the folder that holds the built page
 * @returns {Promise<Outcome>}
 */
export async function runRound(seed, page) {
  const trace = new Trace();
  const ledger = new Ledger(trace);
  const folder = join(outputFolder, `seed-${seed}`);
  const scene = new Scene({ folder, page, random: new Random(seed), trace, ledger });
  const complaints = await destroyAndJudge(scene, seed, trace, ledger)
    .catch((error) => [`the round could not end: ${error instanceof Error ? error.stack : error}`])
    .finally(() => scene.dispose());

  const passed = complaints.length === 0;
  const report = `seed ${seed}\n\n${complaints.join('\n')}\n\n${trace}`;
  if (passed) await rm(folder, { recursive: true, force: true });
  else await writeFile(join(folder, 'report.txt'), `${report}\nserver:\n${scene.serverLog}`);
  const { counts, elapsedMs } = trace;
  return {
    seed,
    passed,
    durable: ledger.promised.size,
    counts,
    ms: elapsedMs,
    report: passed ? report : `${report}\nIt is all kept in ${folder}`,
  };
}

/**
 * @param {Scene} scene
 * @param {number} seed
 * @param {Trace} trace
 * @param {Ledger} ledger
 * @returns {Promise<string[]>} what was violated
 */
async function destroyAndJudge(scene, seed, trace, ledger) {
  const random = new Random(seed);
  await scene.open();
  await destroy(scene, random, trace);
  await scene.heal();
  await within('every tab has queued its messages', scene.finishWork());

  // In half of the rounds the tabs that are left have to deliver everything, before a new one may.
  const isLeftToTabs = random.fork('ending').chance(0.5);
  const stalled = isLeftToTabs ? await drain(scene.tabs[0], trace) : {};
  const log = await drain(await scene.reopen(), trace);
  await scene.proxy.replay(replays);
  const { promised, synced } = ledger;
  const violations = judge({ promised, synced, stored: await scene.stored(), stalled, log });
  return violations.map(({ kind, what }) => `${kind}: ${what}`);
}

/**
 * Waits until the log is empty, and no longer than patience lasts.
 *
 * @param {import('./Tab.mjs').Tab} tab
 * @param {Trace} trace
 * @returns {Promise<Record<string, number>>} how many records each store of the log holds then
 */
async function drain(tab, trace) {
  await eventually('the log is empty', () => tab.logIsEmpty(), { timeoutMs: patienceMs }).catch((error) =>
    trace.add(String(error)),
  );
  const log = await tab.readLog();
  trace.add(`${tab.name} sees in the log ${JSON.stringify(log)}`);
  return log;
}

/**
 * @param {Scene} scene
 * @param {Random} random
 * @param {Trace} trace
 */
async function destroy(scene, random, trace) {
  const weather = drawWeather(random.fork('weather'));
  trace.add(`the weather is ${describe(weather)}`);
  scene.proxy.setWeather(weather);
  for (const blow of drawSchedule(random.fork('schedule'))) {
    await eventually('a tab is at work', () => scene.tabs.some(({ isAtWork }) => isAtWork), {
      timeoutMs: patienceMs,
    });
    await sleep(blow.afterMs);
    trace.add(`blow: ${blow.name}`);
    await blows[blow.name](scene, blow, trace);
  }
  // Those that lie in wait for a request get their chance.
  await sleep(afterwardsMs);
}

/** @param {Record<string, number>} weather */
const describe = (weather) =>
  Object.entries(weather)
    .filter(([, weight]) => weight >= 0.005)
    .map(([name, weight]) => `${name} ${Math.round(weight * 100)} %`)
    .join(', ');

/**
 * @param {string} what
 * @param {Promise<void>} work
 */
async function within(what, work) {
  let isDone = false;
  const done = work.then(() => (isDone = true));
  await Promise.race([done, eventually(what, () => isDone, { timeoutMs: patienceMs })]);
}
