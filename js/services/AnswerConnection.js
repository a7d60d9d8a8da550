import { HoldfastError } from '../HoldfastError.js';
import { StreamReader, join } from '../driver/StreamReader.js';
import { ACCEPTED, endsWithBody, formatOf } from './answerFormat.js';
import { isNewer } from './eventIds.js';
import { FirstEvent } from './FirstEvent.js';
import { problemOf } from './problems.js';

/** @typedef {import('../driver/StreamReader.js').StreamPiece} StreamPiece */

/** What an error quotes of a body that is no stream. */
const QUOTED_BYTES = 200;

/** How a stream of events may begin: with a field, a comment or an empty line. */
const BEGINS_AS_EVENTS = /^\uFEFF?(?:(?:data|event|id|retry)(?::|$)|[:\r\n])/;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** One request for an answer, and what comes back. */
export class AnswerConnection {
  #controller = new AbortController();
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  #body;
  /** @type {StreamReader | undefined} */
  #reader;
  #endsWithBody = false;
  #path = '';
  /** What awaits an event that is none of the answer's. @type {FirstEvent | undefined} */
  #firstEvent;
  #onFirstEvent;
  /** @type {Uint8Array | undefined} */
  #head;
  /** Events up to this one are known already. */
  #known = '';
  /** Why it was cut from here. @type {unknown} */
  cut;

  /** @param {((event: import('./FirstEvent.js').NamedEvent) => void)} [onFirstEvent] gets the first event, which is none of the answer's */
  constructor(onFirstEvent) {
    this.#onFirstEvent = onFirstEvent;
    this.#firstEvent = onFirstEvent && new FirstEvent();
  }

  /**
   * @param {import('../driver/loader.js').HoldfastModule} module
   * @param {import('../effects/Transport.js').Transport} transport
   * @param {{path: string, body: string, lastEventId: string, format: import('../types.js').StreamFormat}} request
   *   `lastEventId`: the events up to this one are known; empty where none is
   */
  async open(module, transport, { path, body, lastEventId, format }) {
    this.#path = path;
    /** @type {Record<string, string>} */
    const headers = { accept: ACCEPTED };
    if (lastEventId) headers['last-event-id'] = lastEventId;
    const { signal } = this.#controller;
    const response = await transport.request('POST', path, { body, headers, signal });
    if (!response.ok) throw await problemOf(response);
    this.#body = response.body?.getReader();
    // A fetch of the caller's may not hear of the abort.
    if (this.cut) this.abort(this.cut);
    if (this.cut || !this.#body) throw this.cut ?? new Error('the backend sent no body');
    const found = formatOf(response.headers, format, path);
    this.#endsWithBody = endsWithBody(found);
    this.#reader = new StreamReader(module, found);
    this.#known = lastEventId;
  }

  /** REQUIRES: it is open. */
  read() {
    return /** @type {ReadableStreamDefaultReader<Uint8Array>} */ (this.#body).read();
  }

  /** @param {Uint8Array} bytes @returns {StreamPiece} REQUIRES: it is open */
  feed(bytes) {
    this.#head ??= bytes.slice(0, QUOTED_BYTES);
    const reader = /** @type {StreamReader} */ (this.#reader);
    if (this.#firstEvent) return this.#feedFirst(this.#firstEvent, bytes);
    return this.#known === '' ? reader.feed(bytes) : this.#feedUnknown(reader, bytes);
  }

  /** The body has ended. @returns {StreamPiece} REQUIRES: it is open */
  end() {
    const reader = /** @type {StreamReader} */ (this.#reader);
    const piece = reader.end();
    if (this.#firstEvent)
      return {
        ...piece,
        error: new HoldfastError(
          'malformed-answer',
          `The answer to ${this.#path} ended before its first event.`,
        ),
      };
    return piece.error || this.#head === undefined || reader.events > 0
      ? piece
      : { ...piece, error: this.#complaint(this.#head) };
  }

  /** Whether any byte of the body has come. */
  get hasBegun() {
    return this.#head !== undefined;
  }

  /** Whether the answer is complete, once the body has ended or broken. */
  get isComplete() {
    return this.#reader?.done ?? false;
  }

  /** Whether a body that ends says that the answer does. */
  get endsWithBody() {
    return this.#endsWithBody;
  }

  get lastEventId() {
    return this.#reader?.lastEventId ?? '';
  }

  get retryMs() {
    return this.#reader?.retryMs ?? null;
  }

  /** Stops the request at once, also where the body itself does not hear of it. @param {unknown} reason */
  abort(reason) {
    this.cut ??= reason;
    this.#controller.abort(reason);
    this.#body?.cancel(reason).catch(() => undefined);
  }

  /** Nothing is read any more. */
  close() {
    this.abort(new Error('the answer is read no further'));
    this.#reader?.close();
    this.#reader = undefined;
  }

  /** @param {FirstEvent} first @param {Uint8Array} bytes @returns {StreamPiece} */
  #feedFirst(first, bytes) {
    const found = first.feed(bytes);
    if (!found) return { text: '', parts: null };
    this.#firstEvent = undefined;
    this.#onFirstEvent?.(found.event);
    return this.feed(found.rest);
  }

  /**
   * A server may send again what it sent before: line by line up to the first event that is newer than what is known.
   *
   * @param {StreamReader} reader
   * @param {Uint8Array} bytes
   * @returns {StreamPiece}
   */
  #feedUnknown(reader, bytes) {
    for (let from = 0; from < bytes.length;) {
      const to = endOfLine(bytes, from);
      const piece = reader.feed(bytes.subarray(from, to));
      from = to;
      const isEmpty = piece.text === '' && piece.parts === null;
      if (!isEmpty && isNewer(reader.lastEventId, this.#known)) {
        this.#known = '';
        if (!piece.error) join(piece, reader.feed(bytes.subarray(from)));
        return piece;
      }
      if (piece.error) return { text: '', parts: null, error: piece.error };
    }
    return { text: '', parts: null };
  }

  /** What to say of a body that held no event. @param {Uint8Array} head */
  #complaint(head) {
    const beginning = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head);
    if (this.#endsWithBody || BEGINS_AS_EVENTS.test(beginning)) return undefined;
    return new HoldfastError(
      'malformed-answer',
      `The backend answered ${this.#path} with what is no stream of events; it begins with: ${beginning}`,
    );
  }
}

/** Where the line ends that begins at `from`; the end of the bytes where it does not. @param {Uint8Array} bytes @param {number} from */
function endOfLine(bytes, from) {
  for (let at = from; at < bytes.length; at += 1)
    if (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) return at + 1;
  return bytes.length;
}
