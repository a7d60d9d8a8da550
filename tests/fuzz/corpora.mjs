/**
 * What the fuzzers begin with: texts that are kept in tests/fuzz/seeds, and what the cores of some simulated lives
 * were handed.
 */
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { JournalReader, MARK } from '../sim/JournalReader.mjs';
import { journalOf } from '../sim/sim.mjs';

const LIVES = 40;

/** libFuzzer cuts longer ones. */
export const MAX_INPUT_BYTES = 4096;

/** The place of LaneRead in the variant Event: the event that brings records. */
const LANE_READ = 5;

/**
 * Puts the first inputs where the fuzzers look for theirs. What is there stays.
 * @param {(fuzzer: string) => string} folderOf the corpus of a fuzzer
 */
export async function seedCorpora(folderOf) {
  for (const name of ['append_answer', 'json_scanner', 'stream_decoder']) {
    const seeds = inRoot('tests', 'fuzz', 'seeds', name);
    for (const file of readdirSync(seeds))
      copyFileSync(path.join(seeds, file), path.join(folderOf(`fuzz_${name}`), `seed-${file}`));
  }
  const [corePorts, segments] = [folderOf('fuzz_core_port'), folderOf('fuzz_segment')];
  if (existsSync(path.join(corePorts, 'seed-0'))) return;
  const { inputs, records } = livesIn(await journalOf(1, LIVES, 'native-asan'));
  inputs.forEach((input, i) => writeFileSync(path.join(corePorts, `seed-${i}`), input));
  records.forEach((record, i) => writeFileSync(path.join(segments, `seed-${i}`), record));
}

/**
 * @param {Buffer} journal
 * @returns {{inputs: Buffer[], records: Buffer[]}} `inputs`: for each core, its first events as CorePortFuzz.cpp wants
 *   them; `records`: of the log, one of each size
 */
function livesIn(journal) {
  const reader = new JournalReader(journal);
  /** @type {Buffer[]} */
  const inputs = [];
  /** @type {Map<number, Buffer>} */
  const records = new Map();
  /** @type {Map<number, Buffer[]>} */
  let cores = new Map();
  while (!reader.isDone) {
    switch (reader.u8()) {
      case MARK.life:
        reader.u64();
        cores = new Map();
        break;
      case MARK.opened:
        cores.set(reader.varint(), []);
        reader.block();
        break;
      case MARK.handed: {
        const tab = reader.varint();
        reader.u64();
        const event = reader.block();
        reader.u32();
        cores.get(tab)?.push(event);
        if (event[0] === LANE_READ) for (const record of recordsIn(event)) records.set(record.length, record);
        break;
      }
      case MARK.died:
        reader.varint();
        break;
      case MARK.end:
        reader.u32();
        inputs.push(...[...cores.values()].map(asInput));
        break;
    }
  }
  return { inputs, records: [...records.values()] };
}

/** A second between any two events. @param {Buffer[]} events */
function asInput(events) {
  const parts = events.flatMap((event) => [Buffer.of(10), Buffer.from(varint(event.length)), event]);
  return Buffer.concat(parts).subarray(0, MAX_INPUT_BYTES);
}

/** @param {number} value */
function varint(value) {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

/** @param {Buffer} laneRead */
function recordsIn(laneRead) {
  const reader = new JournalReader(laneRead.subarray(1));
  reader.u32();
  reader.u8();
  return Array.from({ length: reader.varint() }, () => {
    reader.varint();
    return reader.block();
  });
}
