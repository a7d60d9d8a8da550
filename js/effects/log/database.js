/**
 * The schema of the outbox log's database, and the way to it from every earlier version.
 *
 * - `log`: `{key, conversation, bytes}`, under keys that rise with each commit, in whichever tab; its index
 *   `lane` orders them by conversation and key, so that a lane is read without the others.
 * - `parked`: messages that the backend refused, by their id; `{id, discarded: true, place}` where the user gave
 *   one up whose place in the log may not be skipped yet.
 * - `quarantine`: what was found in `log` and is no sound record.
 * - `answers`: what has arrived of answers that stream (AnswerStore.js).
 * - `meta`: `{id: 'lead', fence, holder, expiresAt}`, who leads; `{id: 'identity', value}`, which database this is.
 *
 * @module
 */
import { openDB } from 'idb';

/** @typedef {import('../../driver/wire.js').LogRecord} LogRecord */
/** @typedef {import('../../driver/wire.js').ParkedRecord} ParkedRecord */

/** @typedef {{id: 'lead', fence: number, holder: string, expiresAt: number}} Lead */
/** @typedef {{id: 'identity', value: string}} Identity */
/** @typedef {import('./AnswerStore.js').AnswerHead} AnswerHead */
/** @typedef {import('./AnswerStore.js').AnswerPiece} AnswerPiece */

/**
 * @typedef {object} Stores
 * @property {{key: number, value: {key: number, conversation: string, bytes: Uint8Array}, indexes: {lane: [string, number]}}} log
 * @property {{key: string, value: (ParkedRecord & {discarded?: undefined}) | {id: string, discarded: true, place?: number}}} parked
 * @property {{key: number, value: {key: unknown, reason: string, at: number, record: unknown}}} quarantine
 * @property {{key: [string, number], value: AnswerHead | AnswerPiece}} answers
 * @property {{key: string, value: Lead | Identity}} meta
 */

/** @typedef {Stores & import('idb').DBSchema} Schema */

const SCHEMA_VERSION = 3;

/**
 * @param {string} name
 * @param {object} host
 * @param {(bytes: Uint8Array) => LogRecord[]} host.upgradeRecord a record of version 1 as present ones; throws
 *   where it is damaged
 * @param {() => string} host.makeIdentity what tells a database that is made now from any other
 * @param {(deleted: boolean) => void} host.onBlocking another page deletes the database, or upgrades it: close it
 * @param {() => void} host.onTerminated the browser has closed it
 */
export async function openLogDatabase(name, { upgradeRecord, makeIdentity, onBlocking, onTerminated }) {
  /** @type {unknown} */
  let failure;
  try {
    return /** @type {import('idb').IDBPDatabase<Schema>} */ (
      await openDB(name, SCHEMA_VERSION, {
        upgrade(database, from, _to, transaction) {
          transaction.done.catch(() => undefined);
          const filling = { upgradeRecord, identity: makeIdentity() };
          upgradeSchema(/** @type {any} */ (database), from, /** @type {any} */ (transaction), filling).catch(
            (error) => {
              // Half an upgrade is none.
              failure = error;
              transaction.abort();
            },
          );
        },
        blocking: (_current, wanted) => onBlocking(wanted === null),
        terminated: onTerminated,
      })
    );
  } catch (error) {
    throw failure ?? error;
  }
}

/**
 * @param {import('idb').IDBPDatabase<any>} database
 * @param {number} from the version that was found; 0 where there was none
 * @param {import('idb').IDBPTransaction<any, string[], 'versionchange'>} transaction
 * @param {{upgradeRecord: (bytes: Uint8Array) => LogRecord[], identity: string}} filling
 */
async function upgradeSchema(database, from, transaction, { upgradeRecord, identity }) {
  database.createObjectStore('answers', { keyPath: ['id', 'place'] });
  if (from === 2) return;

  const log = database.createObjectStore('log', { keyPath: 'key', autoIncrement: true });
  log.createIndex('lane', ['conversation', 'key']);
  const quarantine = database.createObjectStore('quarantine', { autoIncrement: true });
  const meta = database.createObjectStore('meta', { keyPath: 'id' });
  if (from === 0) database.createObjectStore('parked', { keyPath: 'id' });
  await meta.add({ id: 'identity', value: identity });
  if (from === 0) return;

  // Version 1 kept records of several conversations, bare, in `segments`.
  const old = transaction.objectStore('segments');
  for (let at = await old.openCursor(); at; at = await at.continue()) {
    const records = presentForm(upgradeRecord, at.value);
    // The store makes the key.
    for (const { conversationId, bytes } of records) await log.add({ conversation: conversationId, bytes });
    if (records.length === 0) {
      const reason = 'it is no sound record of version 1';
      await quarantine.add({ key: at.key, reason, at: 0, record: at.value });
    }
  }
  database.deleteObjectStore('segments');
}

/**
 * @param {(bytes: Uint8Array) => LogRecord[]} upgradeRecord
 * @param {unknown} record of version 1
 * @returns {LogRecord[]} none where it is damaged
 */
function presentForm(upgradeRecord, record) {
  try {
    return record instanceof Uint8Array ? upgradeRecord(record) : [];
  } catch {
    return [];
  }
}
