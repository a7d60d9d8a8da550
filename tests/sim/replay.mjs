/**
 * Lives the lives of a journal (Journal.h tells its bytes) once more, in the shipped WebAssembly module: every
 * core is handed the same events at the same times, and has to have the same effects and deadlines.
 */
import { loadModule } from '../../js/driver/loader.js';
import { Boundary } from '../../js/driver/Boundary.js';
import { JournalReader, MARK } from './JournalReader.mjs';

const HASH_BEGIN = 0x811c9dc5;

/**
 * @param {Buffer} journal
 * @returns {Promise<{lives: number, events: number, hash: string}>} `hash`: of the hashes of all lives
 */
export async function replay(journal) {
  const module = await loadModule();
  const boundary = new Boundary(module);
  const reader = new JournalReader(journal);
  let lives = 0;
  let events = 0;
  let hashOfAll = HASH_BEGIN;
  /** @type {Map<number, any>} */
  const cores = new Map();
  let seed = 0n;
  let hash = HASH_BEGIN;

  const open = (/** @type {number} */ tab, /** @type {Uint8Array} */ config) => {
    const core = module.makeCore(boundary.put(config));
    if (!core) throw boundary.takeError();
    cores.set(tab, core);
  };
  const hand = (
    /** @type {number} */ tab,
    /** @type {bigint} */ now,
    /** @type {Uint8Array} */ event,
    /** @type {number} */ expected,
  ) => {
    const core = cores.get(tab);
    if (module.coreHandle(core, boundary.put(event), Number(now)) === 1) throw boundary.takeError();
    module.coreDrain(core);
    const deadline = module.coreNextDeadline(core);
    const came = mixNumber(mix(HASH_BEGIN, boundary.output()), deadline < 0 ? 0n : BigInt(deadline) + 1n, 8);
    if (came !== expected) {
      throw new Error(
        `Seed ${seed}: WebAssembly and the native build differ for the first time at event ${events} of the ` +
          `journal, which is of kind ${event[0]} in tab ${tab} at ${now}.`,
      );
    }
    hash = mixNumber(hash, BigInt(came), 4);
  };
  const close = (/** @type {number} */ tab) => {
    module.release(cores.get(tab));
    cores.delete(tab);
  };

  while (!reader.isDone) {
    switch (reader.u8()) {
      case MARK.life:
        seed = reader.u64();
        hash = HASH_BEGIN;
        break;
      case MARK.opened:
        open(reader.varint(), reader.block());
        break;
      case MARK.handed:
        hand(reader.varint(), reader.u64(), reader.block(), reader.u32());
        events += 1;
        break;
      case MARK.died:
        close(reader.varint());
        break;
      case MARK.end:
        for (const tab of [...cores.keys()]) close(tab);
        if (reader.u32() !== hash) throw new Error(`Seed ${seed}: the hash of the whole life differs.`);
        hashOfAll = mixNumber(hashOfAll, BigInt(hash), 4);
        lives += 1;
        break;
      default:
        throw new Error(`The journal is damaged after ${events} events.`);
    }
  }
  return { lives, events, hash: hashOfAll.toString(16).padStart(8, '0') };
}

/** FNV-1a, 32 bits. @param {number} hash @param {Uint8Array} bytes */
function mix(hash, bytes) {
  let mixed = hash;
  for (const byte of bytes) mixed = Math.imul(mixed ^ byte, 0x01000193);
  return mixed >>> 0;
}

/** @param {number} hash @param {bigint} number @param {number} size in bytes, the lowest first */
function mixNumber(hash, number, size) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, number, true);
  return mix(hash, bytes.subarray(0, size));
}
