import { currentTime } from '../driver/clock.js';

/** @typedef {import('../effects/log/AnswerStore.js').AnswerHead} AnswerHead */
/** @typedef {import('../effects/log/AnswerStore.js').AnswerPiece} AnswerPiece */
/** @typedef {import('./Checkpoints.js').CheckpointHost} CheckpointHost */

/** A growing answer is written at most so often. */
const WRITE_EVERY_MS = 1_000;

/** Text of one record, in UTF-16 units: at most 32 KiB. */
const PIECE_UNITS = 16 * 1024;

/** @typedef {{content: string, lastEventId: string}} Progress what has arrived, and the event up to which it has */

/** @type {Progress} */
const NOTHING = { content: '', lastEventId: '' };

/**
 * What has arrived of one answer, kept in the local log while it streams. A storage that fails stops no answer: there is
 * no checkpoint then.
 */
export class Checkpoint {
  #host;
  #head;
  #request;
  #progress;
  #onLost;
  /** Whether the log has its request, and how many pieces of its content. */
  #isNew;
  #kept;
  #writtenAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {(() => void) | undefined} */
  #release;
  /** One write after the other. @type {Promise<void>} */
  #writing = Promise.resolve();
  /** Writes that are not done. */
  #underWay = 0;
  /** Whether the answer has grown since the last write. */
  #isDirty = false;
  /** While it may be written. */
  #isOpen = true;

  /**
   * @param {CheckpointHost} host
   * @param {object} answer
   * @param {AnswerHead} answer.head
   * @param {string} answer.request the body of the request
   * @param {() => Progress} answer.progress
   * @param {() => void} answer.onLost another page goes on with it
   * @param {(() => void)} [answer.release] lets its lock go, where it is held already and the log has it
   */
  constructor(host, { head, request, progress, onLost, release }) {
    this.#host = host;
    this.#head = head;
    this.#request = request;
    this.#progress = progress;
    this.#onLost = onLost;
    this.#release = release;
    this.#isNew = release === undefined;
    this.#kept = head.contentPieces;
    if (this.#isNew) void this.#inTurn(() => this.#begin());
    else this.#schedule(host.heartbeatMs);
  }

  get id() {
    return this.#head.id;
  }

  /** Resolves when what is being written is written, or cannot be. @returns {Promise<void>} */
  get written() {
    return this.#writing;
  }

  /** The answer has grown. */
  changed() {
    if (this.#isDirty) return;
    this.#isDirty = true;
    this.#schedule(WRITE_EVERY_MS);
  }

  /** Writes what there is now. @returns {Promise<void>} never rejects */
  write() {
    this.#unschedule();
    this.#isDirty = false;
    // What is read later could be further in the stream than in the content.
    const progress = this.#progress();
    return this.#inTurn(() => this.#put(progress));
  }

  /** Writes what there is, and lets another page have it. */
  rest() {
    const written = this.write();
    this.#isOpen = false;
    this.#unschedule();
    return written.then(() => this.#letGo());
  }

  /** Goes on after a rest. @returns {Promise<boolean>} false where another page took it, and has it or has ended it */
  async takeBack() {
    const claimed = await this.#host.claim(this.#head.id, this.#head.owner);
    if (!claimed) return false;
    this.#release = claimed.release;
    this.#isOpen = true;
    this.#schedule(this.#host.heartbeatMs);
    return true;
  }

  /** The answer is safe elsewhere, or nothing is to be kept of it. */
  remove() {
    return this.#end(() => this.#host.store.remove(this.#head.id, this.#head.owner));
  }

  /** Nothing of the answer could be had: its request id is kept for the next attempt. */
  fail() {
    return this.#end(async () => {
      await this.#host.store.remove(this.#head.id, this.#head.owner);
      this.#isNew = true;
      this.#request = '';
      await this.#put({ ...NOTHING, failed: true });
    });
  }

  /** @param {() => Promise<unknown>} lastWrite */
  #end(lastWrite) {
    this.#unschedule();
    const ended = this.#inTurn(lastWrite).then(() => this.#letGo());
    this.#isOpen = false;
    return ended;
  }

  async #begin() {
    const { locks, tellOthers } = this.#host;
    this.#release = await locks?.take(this.#head.id);
    await this.#put(NOTHING);
    tellOthers();
    this.#schedule(this.#host.heartbeatMs);
  }

  /** @param {() => Promise<unknown>} work @returns {Promise<void>} */
  #inTurn(work) {
    if (this.#isOpen) {
      this.#underWay += 1;
      const done = () => void (this.#underWay -= 1);
      this.#writing = this.#writing.then(work).then(done, done);
    }
    return this.#writing;
  }

  /** @param {Progress & {failed?: boolean}} progress */
  async #put({ content, lastEventId, failed = false }) {
    const contentPieces = Math.floor(content.length / PIECE_UNITS);
    const request = this.#isNew ? piecesOf(this.#request) : [];
    const requestPieces = this.#isNew ? request.length : this.#head.requestPieces;
    this.#head = {
      ...this.#head,
      lastEventId,
      requestPieces,
      contentPieces,
      tail: content.slice(contentPieces * PIECE_UNITS),
      updatedAt: currentTime(),
      failed,
    };
    this.#writtenAt = this.#head.updatedAt;
    const grown = piecesOf(content.slice(0, contentPieces * PIECE_UNITS)).slice(this.#kept);
    const pieces = [
      ...request.map((text, i) => ({ id: this.id, place: 1 + i, text })),
      ...grown.map((text, i) => ({ id: this.id, place: 1 + requestPieces + this.#kept + i, text })),
    ];
    const came = await this.#host.store.put(this.#head, pieces, { isNew: this.#isNew });
    if (came === 'kept') {
      this.#isNew = false;
      this.#kept = contentPieces;
    } else if (came === 'lost') {
      this.#isOpen = false;
      this.#unschedule();
      this.#letGo();
      this.#onLost();
    } else {
      // The database was deleted under the page.
      this.#isNew = true;
      this.#kept = 0;
      this.changed();
    }
  }

  /** @param {number | undefined} ms after the last write, at the earliest */
  #schedule(ms) {
    if (ms === undefined || !this.#isOpen) return;
    this.#unschedule();
    const wait = Math.max(0, Math.min(ms, this.#writtenAt + ms - currentTime()));
    this.#timer = setTimeout(() => this.#writeInTime(), wait);
    // Node: nobody stays alive for this.
    /** @type {any} */ (this.#timer).unref?.();
  }

  #writeInTime() {
    this.#timer = undefined;
    // A storage that is slow is not given more than it can take.
    if (this.#underWay > 0) return this.#schedule(WRITE_EVERY_MS);
    void this.write();
    return this.#schedule(this.#host.heartbeatMs);
  }

  #unschedule() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #letGo() {
    this.#release?.();
    this.#release = undefined;
  }
}

/** @param {string} text */
function piecesOf(text) {
  return Array.from({ length: Math.ceil(text.length / PIECE_UNITS) }, (_, i) =>
    text.slice(i * PIECE_UNITS, (i + 1) * PIECE_UNITS),
  );
}
