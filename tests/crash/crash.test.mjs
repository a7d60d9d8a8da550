/** The short form of `npm run crash`: a backend that is killed under load keeps what it answered. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { Random } from '../chaos/support/Random.mjs';
import { databaseFor } from '../server/databases.mjs';
import { runCrashRounds } from './support/CrashRounds.mjs';

const rounds = 10;

test(`what was answered before ${rounds} kills is there, once, in order`, async (context) => {
  const seed = Number(process.env.HOLDFAST_CRASH_SEED ?? Date.now() % 2 ** 31);
  context.diagnostic(`seed ${seed}`);
  const { url } = await databaseFor(context);
  const { answered, stored } = await runCrashRounds({ rounds, database: url, random: new Random(seed) });
  assert.ok(answered > rounds);
  assert.equal(stored, answered);
});
