import { currentTime } from '../driver/clock.js';
import { randomId } from '../driver/random.js';
import { Checkpoint } from './Checkpoint.js';

/** @typedef {import('../effects/log/AnswerStore.js').AnswerHead} AnswerHead */
/** @typedef {import('../effects/log/AnswerStore.js').KeptAnswer} KeptAnswer */
/** @typedef {import('../effects/log/AnswerStore.js').AnswerStore} AnswerStore */

/** @typedef {KeptAnswer & {release: () => void}} ClaimedAnswer `release` lets its lock go */

/**
 * @typedef {object} CheckpointHost what a checkpoint needs
 * @property {Pick<AnswerStore, 'put' | 'heads' | 'claim' | 'remove'>} store
 * @property {{take(id: string): Promise<(() => void) | undefined>} | undefined} locks undefined where there are no Web Locks
 * @property {number | undefined} heartbeatMs how often an owner shows that it lives, where no lock does
 * @property {() => void} tellOthers that there is a new one
 * @property {(id: string, owner: string) => Promise<ClaimedAnswer | undefined>} claim
 */

/** Without Web Locks: an owner that has written nothing for so long is gone. */
const LEASE_MS = 15_000;
/** Often enough that one late timer loses nothing. */
const HEARTBEAT_MS = 5_000;

/** What failed so long ago is not asked for again. */
const FORGET_AFTER_MS = 7 * 24 * 3_600_000;

/** The checkpoints of one page, and those that other pages have left behind. */
export class Checkpoints {
  #owner = randomId();
  /** @type {CheckpointHost} */
  #host;

  /**
   * @param {Pick<CheckpointHost, 'store' | 'locks'>} parts
   * @param {() => void} tellOthers that there is a new checkpoint
   */
  constructor({ store, locks }, tellOthers) {
    const heartbeatMs = locks ? undefined : HEARTBEAT_MS;
    this.#host = { store, locks, heartbeatMs, tellOthers, claim: (id, owner) => this.#claim(id, owner) };
  }

  /** How long after its page has died an answer may be claimed. Unit: milliseconds. */
  get leaseMs() {
    return this.#host.locks ? 0 : LEASE_MS;
  }

  /**
   * Keeps what arrives of an answer from now on.
   *
   * @param {Pick<AnswerHead, 'id' | 'conversationId' | 'parentId' | 'requestId' | 'createdAt'>} answer
   * @param {Pick<ConstructorParameters<typeof Checkpoint>[1], 'request' | 'progress' | 'onLost'>} stream
   * @param {AnswerHead[]} replaced attempts that failed, which this one takes the place of
   */
  begin(answer, stream, replaced) {
    /** @type {AnswerHead} */
    const head = {
      ...answer,
      place: 0,
      updatedAt: currentTime(),
      owner: this.#owner,
      lastEventId: '',
      requestPieces: 0,
      contentPieces: 0,
      tail: '',
      failed: false,
    };
    const checkpoint = new Checkpoint(this.#host, { head, ...stream });
    void checkpoint.written.then(() => this.#forget(replaced));
    return checkpoint;
  }

  /**
   * Goes on with one that was claimed.
   *
   * @param {ClaimedAnswer} claimed
   * @param {Pick<ConstructorParameters<typeof Checkpoint>[1], 'progress' | 'onLost'>} stream
   */
  goOn({ head, request, release }, stream) {
    return new Checkpoint(this.#host, { head, request, release, ...stream });
  }

  /** Answers that stream, here or elsewhere, or whose page is gone. */
  async unfinished() {
    return (await this.#host.store.heads()).filter(({ failed }) => !failed);
  }

  /**
   * Takes an answer whose page is gone.
   *
   * @param {string} id
   * @returns {Promise<ClaimedAnswer | undefined>} undefined where its page lives, or another one was faster
   */
  claim(id) {
    return this.#claim(id, undefined);
  }

  /**
   * The attempts at an answer to a question of which nothing was had.
   *
   * @param {string} conversationId
   * @param {string} parentId
   * @returns {Promise<AnswerHead[]>}
   */
  async failed(conversationId, parentId) {
    const all = (await this.#host.store.heads()).filter(({ failed }) => failed);
    const now = currentTime();
    void this.#forget(all.filter(({ updatedAt }) => now - updatedAt > FORGET_AFTER_MS));
    return all.filter((head) => head.conversationId === conversationId && head.parentId === parentId);
  }

  /** @param {AnswerHead[]} heads */
  async #forget(heads) {
    for (const { id, owner } of heads) await this.#host.store.remove(id, owner).catch(() => undefined);
  }

  /**
   * @param {string} id
   * @param {string | undefined} from whose it has to be; undefined: anybody's who is gone
   * @returns {Promise<ClaimedAnswer | undefined>}
   */
  async #claim(id, from) {
    const { locks, store } = this.#host;
    const release = locks ? await locks.take(id) : () => undefined;
    if (!release) return undefined;
    const now = currentTime();
    const isGone = (/** @type {AnswerHead} */ { updatedAt }) =>
      locks !== undefined || now - updatedAt >= LEASE_MS || updatedAt > now + 2 * LEASE_MS;
    const mayBe = (/** @type {AnswerHead} */ head) =>
      !head.failed && (from === undefined ? isGone(head) : head.owner === from);
    const kept = await store.claim(id, this.#owner, now, mayBe).catch(() => undefined);
    if (kept) return { ...kept, release };
    release();
    return undefined;
  }
}
