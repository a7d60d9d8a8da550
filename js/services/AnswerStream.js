import { HoldfastError } from '../HoldfastError.js';
import { partsOf } from '../driver/StreamReader.js';
import { RetryPolicy } from '../driver/policies.js';
import { AnswerConnection } from './AnswerConnection.js';
import { Watchdog } from './Watchdog.js';
import { sleep } from './patience.js';
import { ProblemError, isFinal } from './problems.js';
import { utf8Size } from './textSize.js';

/** @typedef {import('../driver/StreamReader.js').StreamPiece} StreamPiece */
/** @typedef {import('../types.js').StreamPart} StreamPart */

const RECONNECTS = { maxRetries: 6, backoffMs: 500, maxBackoffMs: 4_000 };
/** Nobody waits in front of it: until the backend answers. */
const PATIENT_RECONNECTS = { backoffMs: 1_000, maxBackoffMs: 15_000 };
/** What a stream's `retry:` may ask for. Unit: milliseconds. */
const RETRY_MS = { least: 100, most: 60_000 };
const WORK = 1;

const PATH = '/completion/generate';

/** Why a connection is closed when the page goes to rest. */
const RESTING = new Error('the page rests');

/** @type {IteratorReturnResult<undefined>} */
const DONE = { done: true, value: undefined };

/**
 * @typedef {object} StreamParts
 * @property {import('../driver/loader.js').HoldfastModule} module
 * @property {import('../effects/Transport.js').Transport} transport
 * @property {import('./streamOptions.js').StreamLimits} limits
 */

/**
 * @typedef {object} AnswerRequest
 * @property {string} body `{messages, config, requestId}` as JSON
 * @property {string} [lastEventId] what an earlier page had read of it: the answer goes on behind that
 * @property {OneShot} [oneShot] where another endpoint is asked, which also saves: it is asked once, whatever happens
 */

/** @typedef {{path: string, onFirstEvent: (event: import('./FirstEvent.js').NamedEvent) => void}} OneShot */

/** What each piece of network is handed out as; undefined where it holds nothing. */
const VIEWS = {
  text: (/** @type {StreamPiece} */ { text }) => (text === '' ? undefined : text),
  parts: (/** @type {StreamPiece} */ piece) => {
    const parts = partsOf(piece);
    return parts.length === 0 ? undefined : parts;
  },
  pieces: (/** @type {StreamPiece} */ piece) => (piece.text === '' && !piece.parts ? undefined : piece),
};

/** @param {StreamParts} parts @param {AnswerRequest} request @param {AnswerOptions} [options] @returns {AnswerStream<string>} */
export const textOf = (parts, request, options) => new AnswerStream(parts, request, VIEWS.text, options);

/** @param {StreamParts} parts @param {AnswerRequest} request @param {AnswerOptions} [options] @returns {AnswerStream<StreamPart[]>} */
export const partsOfAnswer = (parts, request, options) =>
  new AnswerStream(parts, request, VIEWS.parts, options);

/** @param {StreamParts} parts @param {AnswerRequest} request @param {AnswerOptions} [options] @returns {AnswerStream<StreamPiece>} */
export const piecesOf = (parts, request, options) => new AnswerStream(parts, request, VIEWS.pieces, options);

/** @typedef {{signal?: AbortSignal, isPatient?: boolean}} AnswerOptions `isPatient`: it waits until the backend answers */

/**
 * One answer, from the first request to its end: an async iterator by hand, with one value for each piece of network.
 * It reads when it is asked, and no sooner.
 *
 * When the connection breaks and the backend numbers its events, it reconnects with `Last-Event-ID` and goes on where
 * it broke, so that no part is doubled.
 *
 * @template Value
 * @implements {AsyncIterableIterator<Value, undefined>}
 */
export class AnswerStream {
  #parts;
  #body;
  #oneShot;
  #view;
  #signal;
  #isPatient;
  /** @type {AnswerConnection | undefined} */
  #connection;
  #watchdog = new Watchdog((error) => this.#connection?.abort(error));
  /** Ends a wait between two connections. */
  #waiting = new AbortController();
  /** @type {RetryPolicy | undefined} */
  #policy;
  #wasPatient = false;
  #lastEventId;
  /** Whether anything of the answer was handed out, by this page or by an earlier one. */
  #received;
  /** Whether anything came since the last break. */
  #progressed = false;
  #size = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #total;
  /** What came behind the last value, to be seen to with the next. @type {unknown} */
  #trouble;
  /** Why it was ended from outside. @type {{reason: unknown} | undefined} */
  #stopped;
  #over = false;
  /** @type {{promise: Promise<void>, end: () => void} | undefined} */
  #rest;
  /** @type {Promise<unknown>} */
  #turn = Promise.resolve();
  #advance = () => this.#read();
  #onAbort = () => this.#stop(this.#signal?.reason);

  /**
   * @param {StreamParts} parts
   * @param {AnswerRequest} request
   * @param {(piece: StreamPiece) => Value | undefined} view
   * @param {AnswerOptions} [options]
   */
  constructor(parts, { body, lastEventId = '', oneShot }, view, { signal, isPatient = false } = {}) {
    this.#parts = parts;
    this.#body = body;
    this.#oneShot = oneShot;
    this.#lastEventId = lastEventId;
    this.#received = lastEventId !== '';
    this.#view = view;
    this.#signal = signal;
    this.#isPatient = isPatient;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** @returns {Promise<IteratorResult<Value, undefined>>} */
  next() {
    const turn = this.#turn.then(this.#advance, this.#advance);
    this.#turn = turn;
    return turn;
  }

  /** Whoever stops reading stops the request. @returns {Promise<IteratorReturnResult<undefined>>} */
  async return() {
    this.#finish();
    return DONE;
  }

  /** For the `Last-Event-ID` of whoever goes on behind what was handed out; empty where the backend numbers nothing. */
  get lastEventId() {
    return this.#connection?.lastEventId || this.#lastEventId;
  }

  /**
   * Closes the connection, and opens none until resume(): the page goes to rest. Where the answer could not go on behind
   * what was handed out, it is read on.
   */
  suspend() {
    if (this.#rest || this.#over || !this.#isResumable) return;
    let end = () => {};
    const promise = /** @type {Promise<void>} */ (new Promise((resolve) => (end = () => resolve())));
    this.#rest = { promise, end };
    this.#connection?.abort(RESTING);
    this.#waiting.abort();
  }

  resume() {
    this.#rest?.end();
    this.#rest = undefined;
  }

  /** @returns {Promise<IteratorResult<Value, undefined>>} */
  async #read() {
    for (;;) {
      if (this.#stopped) throw this.#end(this.#stopped.reason);
      if (this.#over) return DONE;
      try {
        const piece = await this.#nextPiece();
        const value = piece && this.#view(piece);
        if (value !== undefined) {
          this.#received = true;
          this.#progressed = true;
          return { done: false, value };
        }
      } catch (error) {
        if (!this.#stopped && !this.#over) await this.#recover(error);
      }
    }
  }

  /** @returns {Promise<StreamPiece | undefined>} */
  async #nextPiece() {
    if (this.#trouble) throw this.#trouble;
    const connection = this.#connection ?? (await this.#connect());
    const { limits } = this.#parts;
    if (connection.hasBegun) this.#watchdog.expect(limits.idleMs, 'the answer stood still for too long');
    const { done, value } = await connection.read();
    this.#watchdog.rest();
    if (this.#stopped || this.#over) return undefined;
    if (connection.cut) throw connection.cut;
    const piece = done ? connection.end() : connection.feed(value);
    this.#measure(piece);
    this.#trouble = piece.error;
    if (done && !piece.error) {
      if (connection.isComplete || connection.endsWithBody) this.#finish();
      else this.#trouble = new Error('the connection ended before the answer did');
    }
    return piece;
  }

  /** @param {StreamPiece} piece @throws {HoldfastError} where it makes the answer too large */
  #measure({ text, parts }) {
    if (parts) for (const part of parts) this.#size += 'text' in part ? utf8Size(part.text) : 0;
    else this.#size += utf8Size(text);
    const { maxAnswerBytes } = this.#parts.limits;
    if (this.#size > maxAnswerBytes)
      throw new HoldfastError('answer-too-large', `The answer is longer than ${maxAnswerBytes} bytes.`);
  }

  async #connect() {
    const { module, transport, limits } = this.#parts;
    await this.#rest?.promise;
    if (this.#stopped || this.#over) throw new Error('the answer was ended');
    this.#watchdog.expect(limits.firstByteMs, 'the backend sent nothing for too long');
    const connection = new AnswerConnection(this.#oneShot?.onFirstEvent);
    this.#connection = connection;
    const lastEventId = this.#received ? this.#lastEventId : '';
    const { path } = this.#oneShot ?? { path: PATH };
    await connection.open(module, transport, { path, body: this.#body, lastEventId, format: limits.format });
    this.#total ??= this.#endIn(limits.totalMs);
    return connection;
  }

  /** @param {number} ms */
  #endIn(ms) {
    const timer = setTimeout(
      () => this.#stop(new HoldfastError('stream-timeout', `The answer did not end within ${ms} ms.`)),
      ms,
    );
    // Node: nobody stays alive for this.
    /** @type {any} */ (timer).unref?.();
    return timer;
  }

  /** Waits until it is worth another connection, or throws. @param {unknown} error */
  async #recover(error) {
    const connection = this.#connection;
    this.#trouble = undefined;
    // One that also saves has saved when it ends, and no sooner.
    if (connection?.isComplete && !this.#oneShot && !(error instanceof HoldfastError)) return this.#finish();
    const asked = connection?.retryMs ?? null;
    this.#disconnect();
    if (error === RESTING) return undefined;
    const startsOver = isResumeRefused(error) && !this.#received && this.#lastEventId !== '';
    if (startsOver) this.#lastEventId = '';
    else if (isFinal(error)) throw this.#end(error);
    const wait = this.#isResumable ? this.#waitAfterFailure() : null;
    if (wait === null) throw this.#end(this.#givenUp(error));
    const ms = asked === null ? wait : Math.min(Math.max(asked, RETRY_MS.least), RETRY_MS.most);
    this.#waiting = new AbortController();
    return sleep(ms, this.#waiting.signal).catch(() => undefined);
  }

  /** @returns {number | null} ms; null where it was tried often enough */
  #waitAfterFailure() {
    // Once the backend has answered, a break is a break as any.
    const isPatient = this.#isPatient && this.#total === undefined;
    if (this.#progressed || isPatient !== this.#wasPatient) this.#forgetFailures();
    this.#progressed = false;
    this.#wasPatient = isPatient;
    this.#policy ??= this.#newPolicy(isPatient ? PATIENT_RECONNECTS : RECONNECTS);
    return this.#policy.failed(WORK);
  }

  /** @param {object} reconnects */
  #newPolicy(reconnects) {
    const policy = new RetryPolicy(this.#parts.module, reconnects);
    policy.begin(WORK);
    return policy;
  }

  #forgetFailures() {
    this.#policy?.close();
    this.#policy = undefined;
  }

  get #isResumable() {
    return !this.#oneShot && (!this.#received || this.lastEventId !== '');
  }

  /** @param {unknown} error */
  #givenUp(error) {
    const what = this.#received ? 'The answer broke off' : 'The answer could not be had';
    const why = error instanceof Error ? error.message : String(error);
    const code = this.#received ? 'stream-interrupted' : 'completion-unavailable';
    return new HoldfastError(code, `${what}: ${why}`, { cause: error });
  }

  /** Ends it at once, from outside. @param {unknown} reason */
  #stop(reason) {
    if (this.#over || this.#stopped) return;
    this.#stopped = { reason };
    this.#connection?.abort(reason);
    this.#waiting.abort();
    this.resume();
  }

  /** @template Reason @param {Reason} reason @returns {Reason} */
  #end(reason) {
    this.#stopped = undefined;
    this.#finish();
    return reason;
  }

  /** Lets go of all that it holds. */
  #finish() {
    if (this.#over) return;
    this.#over = true;
    this.#disconnect();
    this.#waiting.abort();
    this.resume();
    clearTimeout(this.#total);
    this.#forgetFailures();
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  #disconnect() {
    this.#watchdog.stop();
    this.#lastEventId = this.lastEventId;
    this.#connection?.close();
    this.#connection = undefined;
  }
}

/** @param {unknown} error */
function isResumeRefused(error) {
  return error instanceof ProblemError && error.code === 'resume-unavailable';
}
