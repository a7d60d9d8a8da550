/**
 * `npm run crash [-- --rounds N] [--seed S]`: kills the backend under load, N times on SQLite and N times on PostgreSQL,
 * where every second kill takes the database server with it, and holds what is stored against what was answered.
 */
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../scripts/lib/apt.mjs';
import { buildServer } from '../../scripts/lib/artifacts.mjs';
import { ensureNodeModules } from '../../scripts/lib/npm.mjs';
import { note, runMain, step } from '../../scripts/lib/report.mjs';
import { Random } from '../chaos/support/Random.mjs';
import { newDatabase } from '../server/databases.mjs';
import { PostgresCluster } from '../server/PostgresCluster.mjs';
import { runCrashRounds } from './support/CrashRounds.mjs';

const noteEvery = 20;

await runMain(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
  const rounds = Number(values.rounds ?? 200);
  const seed = Number(values.seed ?? Date.now() % 2 ** 31);
  await ensurePackages(['native', 'server', 'databases']);
  await ensureNodeModules();
  process.env.HOLDFAST_SERVER = await buildServer('native-release');
  note(`seed ${seed}`);

  await step(`SQLite: ${rounds} rounds of SIGKILL under load`, async () => {
    const database = await newDatabase();
    await tell(runCrashRounds({ ...common(rounds, seed), database: database.url }));
    await database.remove();
  });
  await step(`PostgreSQL: ${rounds} rounds, in every second one the database server dies too`, async () => {
    const cluster = await PostgresCluster.start();
    const betweenLives = async (/** @type {number} */ round) => {
      if (round % 2 !== 0) return;
      await cluster.kill();
      await cluster.restart();
    };
    const database = await cluster.createDatabase('crash');
    await tell(runCrashRounds({ ...common(rounds, seed), database, betweenLives }));
    await cluster.remove();
  });
});

/** @param {number} rounds @param {number} seed */
function common(rounds, seed) {
  const onRound = (/** @type {number} */ round, /** @type {number} */ answered) => {
    if (round % noteEvery === 0) note(`${round} kills, ${answered} messages answered`);
  };
  return { rounds, random: new Random(seed), onRound };
}

/** @param {ReturnType<typeof runCrashRounds>} outcome */
async function tell(outcome) {
  const { answered, stored } = await outcome;
  note(
    `${answered} messages were answered, ${stored} are stored: each once, in order, where it was answered to be`,
  );
}
