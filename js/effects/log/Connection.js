import { openLogDatabase } from './database.js';

/** @typedef {import('idb').IDBPDatabase<import('./database.js').Schema>} Database */

/**
 * @typedef {object} ConnectionHost
 * @property {(bytes: Uint8Array) => import('../../driver/wire.js').LogRecord[]} upgradeRecord a record of version 1 as
 *   present ones
 * @property {() => string} makeIdentity what tells a database that is made now from any other
 * @property {() => void} onReplaced the database was deleted, with all that was in it, and made anew; what is
 *   appended in this call comes ahead of what is under way
 */

/** Each use is tried once with the handle at hand, and once with a fresh one. */
const ATTEMPTS = 2;

/** A browser whose storage hangs is given up on after this long. */
const PATIENCE_MS = 30_000;

/** And while something is unanswered still, after this long: a page that hangs may hold the database up. */
const SHORT_PATIENCE_MS = 1_000;

/** A fresh handle does not help against these. */
const FINAL_ERRORS = ['QuotaExceededError', 'VersionError', 'TimeoutError'];

/** The handle on the log's database. Browsers drop handles now and then, and delete databases under them. */
export class Connection {
  #name;
  #host;
  #isAnswer;
  /** @type {Promise<Database> | undefined} */
  #connection;
  #identity = '';
  /** How often the database was replaced by another one. */
  #replacements = 0;
  /** Uses that were given up on and may be answered yet. */
  #unanswered = 0;

  /**
   * @param {string} name the database's name
   * @param {ConnectionHost} host
   * @param {(error: unknown) => boolean} isAnswer true for an error that says something of the data, not of the handle
   */
  constructor(name, host, isAnswer) {
    this.#name = name;
    this.#host = host;
    this.#isAnswer = isAnswer;
  }

  /** Lets go of the handle; the next use takes a new one. */
  async close() {
    const connection = this.#connection;
    this.#connection = undefined;
    (await connection?.catch(() => undefined))?.close();
  }

  /**
   * @template Result
   * @param {(database: Database) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async use(work) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#inTime(this.#opened().then(work));
      } catch (error) {
        if (attempt === ATTEMPTS || this.#isFinal(error)) throw error;
        void this.close();
      }
    }
  }

  /** A fresh handle would not help. @param {unknown} error */
  #isFinal(error) {
    if (this.#isAnswer(error)) return true;
    return error instanceof DOMException && FINAL_ERRORS.includes(error.name);
  }

  async #opened() {
    const replacements = this.#replacements;
    const database = await this.#open();
    // What was lost with the old database and is written anew goes ahead of this.
    return replacements === this.#replacements ? database : this.#open();
  }

  #open() {
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  async #connect() {
    const database = await openLogDatabase(this.#name, {
      upgradeRecord: this.#host.upgradeRecord,
      makeIdentity: this.#host.makeIdentity,
      onBlocking: (deleted) => {
        void this.close();
        if (deleted) this.#open().catch(() => undefined);
      },
      onTerminated: () => {
        this.#connection = undefined;
      },
    });
    const found = /** @type {import('./database.js').Identity | undefined} */ (
      await database.get('meta', 'identity')
    );
    const identity = found?.value ?? '';
    if (this.#identity !== '' && identity !== this.#identity) {
      this.#replacements += 1;
      this.#host.onReplaced();
    }
    this.#identity = identity;
    return database;
  }

  /**
   * @template Result
   * @param {Promise<Result>} work
   * @returns {Promise<Result>}
   */
  #inTime(work) {
    return new Promise((resolve, reject) => {
      let isLate = false;
      const timer = setTimeout(
        () => {
          isLate = true;
          this.#unanswered += 1;
          // The next use takes a new handle.
          void this.close();
          reject(new DOMException("The browser's storage did not answer.", 'TimeoutError'));
        },
        this.#unanswered > 0 ? SHORT_PATIENCE_MS : PATIENCE_MS,
      );
      const end = () => {
        clearTimeout(timer);
        if (isLate) this.#unanswered -= 1;
      };
      work.finally(end).then(resolve, reject);
    });
  }
}
