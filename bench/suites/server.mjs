/**
 * The reference backend: messages appended a second, on SQLite and on PostgreSQL, beside bare prepared inserts of the
 * same rows in the same transactions; and 2,000 answers that stream at once through one process.
 */
import { ensurePackages } from '../../scripts/lib/apt.mjs';
import { buildServer } from '../../scripts/lib/artifacts.mjs';
import { build } from '../../scripts/lib/cmake.mjs';
import { PostgresCluster } from '../../tests/server/PostgresCluster.mjs';
import { measureAppends } from './server/appends.mjs';
import { measureStreams } from './server/streams.mjs';

/** @typedef {import('../lib/suites.mjs').Tools} Tools */

/** @param {Tools} tools @returns {Promise<import('../lib/suites.mjs').Result>} */
export async function run({ progress, quick = false }) {
  await ensurePackages(['native', 'server', 'databases']);
  process.env.HOLDFAST_SERVER = await buildServer('native-release');
  await build('native-release', ['holdfast-bare-inserts']);
  const size = quick ? { rounds: 1, seconds: 0.3, streams: 50 } : { rounds: 5, seconds: 3, streams: 2000 };

  const cluster = await PostgresCluster.start();
  try {
    const onSqlite = await measureAppends({ ...size, progress });
    process.env.HOLDFAST_TEST_POSTGRESQL = cluster.url;
    const onPostgres = await measureAppends({ ...size, progress });
    delete process.env.HOLDFAST_TEST_POSTGRESQL;
    const streams = await measureStreams({ ...size, progress });
    return {
      rows: [...onSqlite.rows, ...onPostgres.rows, ...streams.rows],
      goals: [...onSqlite.goals, ...onPostgres.goals, ...streams.goals],
    };
  } finally {
    await cluster.remove();
  }
}
