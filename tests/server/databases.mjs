/**
 * The databases that the server's tests run on: SQLite, or PostgreSQL where HOLDFAST_TEST_POSTGRESQL is the URL of a
 * PostgresCluster. The same tests hold for both.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { createDatabase, psql } from './PostgresCluster.mjs';

const run = promisify(execFile);

/**
 * @typedef {object} Database
 * @property {string} url what `--database` takes
 * @property {() => Promise<string>} contents all that is stored, as text; the same for the same contents
 * @property {(sql: string) => Promise<string>} query runs SQL past the server; rows as lines, columns set apart by `|`
 * @property {() => Promise<void>} remove
 */

/** @returns {Promise<Database>} */
async function newSqliteDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-server-'));
  const file = join(folder, 'test.sqlite');
  return {
    url: `sqlite:${file}`,
    contents: async () => {
      const files = await Promise.all([file, `${file}-wal`].map((path) => readFile(path, 'hex')));
      return files.join('\n');
    },
    query: async (sql) => {
      const { stdout } = await run('sqlite3', ['-cmd', '.timeout 10000', file, sql]);
      return stdout.trim();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** @param {string} clusterUrl @returns {Promise<Database>} */
async function newPostgresDatabase(clusterUrl) {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = await createDatabase(clusterUrl, name);
  return {
    url,
    contents: async () => {
      const { stdout } = await run('pg_dump', [url, '--data-only']);
      // Each dump has a random word of its own in these two lines.
      return stdout.replaceAll(/^\\(un)?restrict .*$/gm, '');
    },
    query: (sql) => psql(url, sql),
    remove: async () => {
      await psql(clusterUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** A new, empty database. */
export function newDatabase() {
  const cluster = process.env.HOLDFAST_TEST_POSTGRESQL;
  return cluster ? newPostgresDatabase(cluster) : newSqliteDatabase();
}

/** A new, empty database for one test. @param {{after: (work: () => Promise<void>) => void}} context of the test */
export async function databaseFor(context) {
  const database = await newDatabase();
  context.after(database.remove);
  return database;
}
