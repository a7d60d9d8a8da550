/** Messages appended a second through HTTP, beside the least that the database has to do for them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { presetFolder } from '../../../scripts/lib/paths.mjs';
import { newDatabase } from '../../../tests/server/databases.mjs';
import { startServer } from '../../../tests/server/harness.mjs';
import { RawConnection, encodePost } from '../../lib/RawConnection.mjs';
import { median, rowOf } from '../../lib/stats.mjs';

const run = promisify(execFile);

const CONTENT_BYTES = 450;
/** How messages come: how many in a request, and over how many connections. */
const WAYS = [
  { name: 'in batches of 100', batch: 100, connections: 4, bareConnections: [1, 4] },
  { name: 'singly over 64 connections', batch: 1, connections: 64, bareConnections: [1, 8] },
];

/**
 * @param {{rounds: number, seconds: number, progress: (text: string) => void}} options
 * @returns {Promise<import('../../lib/suites.mjs').Result>}
 */
export async function measureAppends({ rounds, seconds, progress }) {
  const label = process.env.HOLDFAST_TEST_POSTGRESQL ? 'PostgreSQL' : 'SQLite';
  const rows = [];
  const goals = [];
  for (const way of WAYS) {
    progress(`${label}, ${way.name}: ${rounds} rounds of ${seconds} s, by turns with bare inserts`);
    const ours = [];
    const limits = [];
    for (let round = 0; round < rounds; round += 1) {
      const figures = await measureRound(way, seconds);
      ours.push(figures.ours);
      limits.push(figures.limit);
    }
    const ratios = ours.map((value, round) => value / (limits[round] ?? NaN));
    rows.push(
      rowOf(`${label}, ${way.name}`, 'messages/s', ours),
      rowOf(`limit: bare prepared inserts`, 'messages/s', limits),
      rowOf(`beside its limit`, 'times', ratios),
    );
    if (way.batch > 1) {
      const value = median(ratios);
      goals.push({
        name: `${label}, ${way.name}: beside bare inserts`,
        goal: 'at least 0.5',
        value: value.toFixed(2),
        holds: value >= 0.5,
      });
    }
  }
  return { rows, goals };
}

/**
 * Both sides on one new database, one after the other.
 * @param {typeof WAYS[number]} way @param {number} seconds
 */
async function measureRound(way, seconds) {
  const database = await newDatabase();
  const server = await startServer({ database: database.url, args: ['--log-level', 'error'] });
  const ours = await appendThroughHttp(server.url, way, seconds);
  await server.stop();
  const stored = Number(await database.query('SELECT COUNT(*) FROM messages'));
  if (stored !== ours.messages) throw new Error(`${ours.messages} were answered, ${stored} are stored`);
  let limit = 0;
  for (const connections of way.bareConnections) {
    // SQLite has one writer at a time: more only wait for each other.
    if (connections > 1 && database.url.startsWith('sqlite:')) continue;
    limit = Math.max(limit, await insertBarely(database.url, connections, way.batch, seconds));
  }
  await database.remove();
  return { ours: ours.messages / ours.seconds, limit };
}

/** @param {string} url @param {typeof WAYS[number]} way @param {number} seconds */
async function appendThroughHttp(url, { batch, connections }, seconds) {
  const content = 'x'.repeat(CONTENT_BYTES);
  const clients = await Promise.all(Array.from({ length: connections }, () => RawConnection.open(url)));
  await Promise.all(
    clients.map((client, index) => client.send(encodePost('/conversation/create', { id: `http-${index}` }))),
  );
  let messages = 0;
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(
    clients.map(async (client, index) => {
      for (let seq = 1; performance.now() < end; seq += batch) {
        const status = await client.send(
          encodePost('/message/append', {
            conversationId: `http-${index}`,
            writer: 'w',
            messages: Array.from({ length: batch }, (_, offset) => ({
              seq: seq + offset,
              id: `http-${index}-${seq + offset}`,
              role: 'user',
              content,
              createdAt: '2026-11-22T10:00:00.000Z',
            })),
          }),
        );
        if (status !== 200) throw new Error(`an append was answered with ${status}`);
        messages += batch;
      }
    }),
  );
  const taken = (performance.now() - begin) / 1000;
  for (const client of clients) client.close();
  return { messages, seconds: taken };
}

/** @param {string} url @param {number} connections @param {number} batch @param {number} seconds */
async function insertBarely(url, connections, batch, seconds) {
  const program = join(presetFolder('native-release'), 'bench/server/holdfast-bare-inserts');
  const args = [url, `bare-${connections}`, connections, batch, seconds, CONTENT_BYTES].map(String);
  const { stdout } = await run(program, args);
  return Number(stdout);
}
