import { CommitLine } from './CommitLine.js';
import { currentTime } from './driver/clock.js';
import { randomId } from './driver/random.js';
import { FencedError, IndexedDbLog } from './effects/log/IndexedDbLog.js';
import { MemoryLog } from './effects/log/MemoryLog.js';

/** @typedef {import('./CommitLine.js').Appended} Appended */
/** @typedef {import('./driver/wire.js').LogRecord} LogRecord */
/** @typedef {import('./driver/wire.js').StoredSegment} StoredSegment */
/** @typedef {import('./driver/wire.js').ParkedRecord} ParkedRecord */

/** @typedef {{group: import('./CommitLine.js').Group, resolve: (appended: Appended) => void}} Rescue */
/** @typedef {(work: () => void) => void} Ahead what the work appends comes ahead of what is under way */

/** Records that are held in memory sort after all that the database will ever hold. */
const MEMORY_KEYS = 2 ** 50;

/** Room for records that go in front of others in memory. */
const FRONT_KEYS = 2 ** 40;

/** Why a storage that fails is not used, by the name of its error. */
const TROUBLES = new Map([
  ['QuotaExceededError', ['storage-full', 'has no room left for this site']],
  ['VersionError', ['database-newer', 'was upgraded by a newer version of this app; reload the page']],
]);

/**
 * The local log: in IndexedDB, and in memory where that fails. What is in memory comes after what is in the
 * database, so once memory has taken something over, all that follows goes there too, until it is empty.
 */
export class Storage {
  #database;
  #memory = new MemoryLog(MEMORY_KEYS + FRONT_KEYS);
  #onTrouble;
  #onChange;
  #onUnreadable;
  #onUnread;
  #isReadable = true;
  /** What is to go into memory in front of all that is there. @type {Rescue[] | undefined} */
  #rescued;
  /** What is appended now goes into the database ahead of all that waits. */
  #isFirst = false;
  /** @type {'durable' | 'memory'} */
  #persistence;
  /** @type {Promise<unknown>} */
  #settled = Promise.resolve();
  /** Those that wait for their turn to be settled. */
  #waiting = 0;
  /** Resolves when all that is to be settled was asked of the database: what is asked of it then comes after. */
  #asked = Promise.resolve();
  #line = new CommitLine((groups) => this.#write(groups));

  /**
   * @param {string} name of the database
   * @param {object} host
   * @param {(bytes: Uint8Array) => LogRecord[]} host.upgradeRecord
   * @param {(code: string, detail: string) => void} host.onTrouble the storage fails; memory takes over
   * @param {() => void} host.onChange `persistence` has changed
   * @param {(ahead: Ahead) => void} host.onUnreadable what the database holds cannot be read, and may be for good
   * @param {() => void} host.onUnread something of the database was not read; it may be by and by
   * @param {(ahead: Ahead) => void} host.onReplaced the database was deleted and made anew
   */
  constructor(name, { upgradeRecord, onTrouble, onChange, onUnreadable, onUnread, onReplaced }) {
    this.#database =
      typeof indexedDB === 'undefined'
        ? undefined
        : new IndexedDbLog(name, {
            upgradeRecord,
            makeIdentity: randomId,
            onReplaced: () => onReplaced((work) => this.#first(work)),
          });
    this.#persistence = this.#database ? 'durable' : 'memory';
    this.#onTrouble = onTrouble;
    this.#onChange = onChange;
    this.#onUnreadable = () => onUnreadable((work) => this.#inFront(work));
    this.#onUnread = onUnread;
  }

  /** Where new messages go. */
  get persistence() {
    return this.#persistence;
  }

  /** Whether this page holds messages that no other tab can see. */
  get holdsAny() {
    return !this.#memory.isEmpty;
  }

  /**
   * Adds records. What falls to memory keeps its place among the others.
   *
   * @param {LogRecord[]} records
   * @param {string[]} unpark parked messages to forget
   * @returns {Promise<Appended>} never rejects
   */
  append(records, unpark) {
    const group = { records, unpark };
    const rescued = this.#rescued;
    if (rescued) return new Promise((resolve) => rescued.push({ group, resolve }));
    // The transaction that is under way waits for the fresh database, behind this one.
    if (this.#isFirst) return this.#write([group]).then(([appended]) => appended);
    return this.#line.add(group);
  }

  /**
   * @param {string} after
   * @param {number} maxLanes
   */
  async findLanes(after, maxLanes) {
    const nothing = { lanes: [], reachedEnd: true, lastKey: 0 };
    const found = await this.#read((database) => database.findLanes(after, maxLanes), nothing);
    const newest = new Map(found.lanes.map(({ conversationId, lastKey }) => [conversationId, lastKey]));
    const end = found.reachedEnd ? undefined : found.lanes.at(-1)?.conversationId;
    for (const [conversationId, key] of this.#memory.lanes()) {
      if (conversationId > after && (end === undefined || conversationId <= end))
        newest.set(conversationId, key);
    }
    const lanes = [...newest].map(([conversationId, lastKey]) => ({ conversationId, lastKey }));
    lanes.sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
    // Where there is a database, other tabs go on from its keys.
    const lastKey = this.#database ? found.lastKey : this.#memory.lastKey;
    const failed = found === nothing && this.#database !== undefined;
    return { lanes, reachedEnd: found.reachedEnd, lastKey, failed };
  }

  /** Whether nothing is left. Of a database that fails, what memory holds is all that is known. */
  async isEmpty() {
    await this.#line.end();
    const { lanes, failed } = await this.findLanes('', 1);
    if (lanes.length === 0 && !failed) return true;
    return this.#database !== undefined && this.#persistence === 'memory' && !this.holdsAny;
  }

  /**
   * @param {string} conversationId
   * @param {number} after
   * @param {number} maxSegments
   * @param {number} maxBytes not counting the first record
   */
  async readLane(conversationId, after, maxSegments, maxBytes) {
    const nothing = { segments: /** @type {StoredSegment[]} */ ([]), reachedEnd: true };
    const isInMemory = after >= MEMORY_KEYS || !this.#database;
    const heldAny = this.holdsAny;
    const read = isInMemory
      ? nothing
      : await this.#read((database) => database.readLane(conversationId, after, maxSegments), nothing);
    const failed = read === nothing && !isInMemory;
    // Where memory has taken over since, the database may hold what was written after it was asked.
    const isWhole = read.reachedEnd && (failed || isInMemory || heldAny || !this.holdsAny);
    const segments = isWhole
      ? [...read.segments, ...this.#memory.readLane(conversationId, after)]
      : read.segments;
    let bytes = 0;
    const fitting = segments.findIndex((segment, i) => {
      bytes += segment.bytes.length;
      return i > 0 && (bytes > maxBytes || i === maxSegments);
    });
    if (fitting < 0) return { segments, reachedEnd: isWhole, failed };
    return { segments: segments.slice(0, fitting), reachedEnd: false, failed };
  }

  /**
   * @param {number} fence
   * @param {{keys: number[], park: ParkedRecord[], unpark: string[]}} settled
   * @throws {FencedError}
   */
  settle(fence, { keys, park, unpark }) {
    const heldAny = this.holdsAny;
    this.#memory.delete(keys.filter((key) => key > MEMORY_KEYS));
    for (const id of unpark) this.#memory.unpark(id);
    const stored = keys.filter((key) => key <= MEMORY_KEYS);
    if (stored.length + park.length + unpark.length === 0) return Promise.resolve();
    // Until the database has it, memory does.
    for (const record of park) this.#memory.park(record);
    const work = () => this.#settle(fence, { keys: stored, park, unpark }, heldAny);
    // What is parked may not be forgotten by the log before it is kept.
    const result = this.#memory.holdsParked || this.#waiting > 0 ? this.#inTurn(work) : work();
    this.#settled = Promise.allSettled([this.#settled, result]);
    return result;
  }

  /** @param {() => Promise<void>} work begins when all is settled that is being settled now */
  #inTurn(work) {
    /** @type {Promise<void> | undefined} */
    let result;
    this.#waiting += 1;
    this.#asked = this.#settled.then(() => {
      this.#waiting -= 1;
      result = work();
    });
    return this.#asked.then(() => result);
  }

  /**
   * @param {number} fence
   * @param {{keys: number[], park: ParkedRecord[], unpark: string[]}} settled
   * @param {boolean} heldAny messages may be parked that no other tab can see
   */
  async #settle(fence, { keys, park, unpark }, heldAny) {
    // What could not be parked before goes along.
    const parking = this.#memory.parked().map((record) => inDatabase(record));
    let kept;
    try {
      kept = await this.#ask(async (database) => {
        await database.settle(fence, { keys, park: parking, unpark });
        return true;
      }, false);
    } catch (error) {
      // Another tab leads: it reads the log, but not the memory of this one.
      if (!heldAny) for (const { id } of park) this.#memory.unpark(id);
      throw error;
    }
    // A record that could not be deleted is sent again some day, and the backend knows it by its number.
    if (kept) for (const { id } of parking) this.#memory.unpark(id);
  }

  /** @param {number} fence @param {number} key @param {string} reason */
  async quarantine(fence, key, reason) {
    if (key > MEMORY_KEYS) return this.#memory.delete([key]);
    await this.#ask((database) => database.quarantine(fence, key, reason, currentTime()), undefined);
  }

  /** @param {number} fence @param {string} reason */
  quarantineStrays(fence, reason) {
    return this.#ask((database) => database.quarantineStrays(fence, reason, currentTime()), 0);
  }

  /** @param {string} id */
  async discard(id) {
    this.#memory.unpark(id);
    await this.#ask((database) => database.discard(id), undefined);
  }

  async parked() {
    const { parked, discarded } = await this.#ask((database) => database.parked(), {
      parked: [],
      discarded: [],
    });
    const all = new Map([...this.#memory.parked(), ...parked].map((record) => [record.id, record]));
    return { parked: [...all.values()], discarded };
  }

  quarantined() {
    return this.#ask((database) => database.quarantined(), []);
  }

  /** What has arrived of answers that stream; undefined where there is no storage. */
  get answers() {
    return this.#database?.answers;
  }

  /** The database, for those who take the lead over it. */
  get database() {
    return this.#database;
  }

  /** Lets go of the handle; the next call takes a new one. */
  async close() {
    await this.#line.end();
    await this.#database?.close();
  }

  /**
   * Writes groups in one transaction, or keeps them in memory.
   *
   * @param {import('./CommitLine.js').Group[]} groups
   * @returns {Promise<Appended[]>}
   */
  async #write(groups) {
    const records = groups.flatMap((group) => group.records);
    const unpark = groups.flatMap((group) => group.unpark);
    if (this.#database && !this.holdsAny) {
      const keys = await this.#database.append(records, unpark).catch((error) => this.#fail(error));
      if (!keys) await this.#read((database) => database.findLanes('', 1), undefined);
      // What the page knew of a log that was lost meanwhile is in memory, and goes first.
      else if (!this.holdsAny) return sharedOut(groups, keys, { durable: true, recovered: this.#isBack() });
    }
    return groups.map((group) => this.#appendToMemory(group));
  }

  /** The database has taken something. True where memory had to, before. */
  #isBack() {
    this.#isReadable = true;
    if (this.#persistence === 'durable') return false;
    this.#setPersistence('durable');
    return true;
  }

  /** @param {import('./CommitLine.js').Group} group */
  #appendToMemory({ records, unpark }) {
    for (const id of unpark) this.#memory.unpark(id);
    return { keys: this.#memory.append(records), durable: false, recovered: false };
  }

  /**
   * @template Result
   * @param {(database: IndexedDbLog) => Promise<Result>} question
   * @param {Result} otherwise where there is no database, or it fails
   * @returns {Promise<Result>}
   */
  async #ask(question, otherwise) {
    if (!this.#database) return otherwise;
    try {
      return await question(this.#database);
    } catch (error) {
      if (error instanceof FencedError) throw error;
      this.#fail(error);
      return otherwise;
    }
  }

  /**
   * As #ask(), of what the log holds.
   * @template Result
   * @param {(database: IndexedDbLog) => Promise<Result>} question
   * @param {Result} otherwise
   * @returns {Promise<Result>}
   */
  async #read(question, otherwise) {
    // What was settled is not to be read again.
    await this.#asked;
    let failed = true;
    const result = await this.#ask(async (database) => {
      const answer = await question(database);
      failed = false;
      return answer;
    }, otherwise);
    const wasReadable = this.#isReadable;
    this.#isReadable = !failed || !this.#database;
    if (!this.#isReadable) this.#onUnread();
    if (wasReadable && !this.#isReadable) this.#onUnreadable();
    return result;
  }

  /** @type {Ahead} */
  #first(work) {
    this.#isFirst = true;
    work();
    this.#isFirst = false;
  }

  /** @type {Ahead} */
  #inFront(work) {
    /** @type {Rescue[]} */
    const rescued = [];
    this.#rescued = rescued;
    work();
    this.#rescued = undefined;
    const groups = rescued.map(({ group }) => group);
    for (const id of groups.flatMap(({ unpark }) => unpark)) this.#memory.unpark(id);
    const keys = this.#memory.prepend(groups.flatMap(({ records }) => records));
    sharedOut(groups, keys, { durable: false, recovered: false }).forEach((appended, i) =>
      rescued[i].resolve(appended),
    );
  }

  /** @param {unknown} error @returns {undefined} */
  #fail(error) {
    if (this.#persistence === 'memory') return;
    const name = error instanceof Error ? error.name : '';
    const [code, trouble] = TROUBLES.get(name) ?? ['storage-unavailable', 'failed'];
    const cause = error instanceof Error ? `${name}: ${error.message}` : String(error);
    this.#setPersistence('memory');
    this.#onTrouble(
      code,
      `The browser's storage ${trouble} (${cause}). Messages are kept in memory, and are lost if this page is closed before they are sent.`,
    );
  }

  /** @param {'durable' | 'memory'} persistence */
  #setPersistence(persistence) {
    this.#persistence = persistence;
    this.#onChange();
  }
}

/**
 * @param {import('./CommitLine.js').Group[]} groups
 * @param {number[]} keys of all their records
 * @param {{durable: boolean, recovered: boolean}} how what was recovered is told with the first of them
 * @returns {Appended[]}
 */
function sharedOut(groups, keys, { durable, recovered }) {
  let used = 0;
  return groups.map(({ records }, i) => {
    used += records.length;
    return { keys: keys.slice(used - records.length, used), durable, recovered: recovered && i === 0 };
  });
}

/** Keys of memory mean nothing to other tabs. @param {ParkedRecord} record @returns {ParkedRecord} */
function inDatabase({ place = 0, ...record }) {
  return { ...record, place: place > MEMORY_KEYS ? 0 : place };
}
