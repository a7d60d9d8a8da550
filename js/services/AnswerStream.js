import { HoldfastError } from '../HoldfastError.js';
import { StreamReader } from '../driver/StreamReader.js';
import { RetryPolicy } from '../driver/policies.js';
import { randomId } from '../driver/random.js';
import { sleep } from './patience.js';
import { isFinal, problemOf } from './problems.js';

const FIRST_BYTE_MS = 60_000;
const IDLE_MS = 60_000;
const RECONNECTS = { maxRetries: 6, backoffMs: 500, maxBackoffMs: 4_000 };
const WORK = 1;

/**
 * One answer, from the first request to its end. When the connection breaks and the backend numbers its
 * events, it reconnects with `Last-Event-ID` and goes on where it broke, so that no part is doubled.
 */
export class AnswerStream {
  #module;
  #transport;
  #body;
  #signal;
  #lastEventId = '';
  #received = false;
  #complete = false;

  /**
   * @param {import('../driver/loader.js').HoldfastModule} module
   * @param {import('../effects/Transport.js').Transport} transport
   * @param {{messages: object[], config: object}} request
   * @param {AbortSignal} [signal]
   */
  constructor(module, transport, { messages, config }, signal) {
    this.#module = module;
    this.#transport = transport;
    this.#body = JSON.stringify({ messages, config, requestId: randomId() });
    this.#signal = signal;
  }

  /**
   * @returns {AsyncGenerator<string, void>} text as it arrives, one piece for each piece of network
   */
  async *read() {
    const policy = new RetryPolicy(this.#module, RECONNECTS);
    policy.begin(WORK);
    try {
      while (!this.#complete) {
        try {
          for await (const text of this.#readConnection()) {
            policy.succeeded(WORK);
            policy.begin(WORK);
            yield text;
          }
        } catch (error) {
          await this.#waitToReconnect(policy, error);
        }
      }
    } finally {
      policy.close();
    }
  }

  /**
   * @param {RetryPolicy} policy
   * @param {unknown} error
   */
  async #waitToReconnect(policy, error) {
    this.#signal?.throwIfAborted();
    if (isFinal(error)) throw error;
    const resumable = !this.#received || this.#lastEventId !== '';
    const wait = resumable ? policy.failed(WORK) : null;
    if (wait === null) {
      const what = this.#received ? 'The answer broke off' : 'The answer could not be had';
      const why = error instanceof Error ? error.message : String(error);
      throw new HoldfastError(
        this.#received ? 'stream-interrupted' : 'completion-unavailable',
        `${what}: ${why}`,
        {
          cause: error,
        },
      );
    }
    await sleep(wait, this.#signal);
  }

  async *#readConnection() {
    const watchdog = new Watchdog(this.#signal);
    /** @type {StreamReader | undefined} */
    let reader;
    try {
      watchdog.expect(FIRST_BYTE_MS, 'the backend sent nothing for 60 s');
      const response = await this.#connect(watchdog.signal);
      reader = new StreamReader(this.#module, formatOf(response));
      for await (const bytes of readUntilAborted(response, watchdog.signal)) {
        watchdog.expect(IDLE_MS, 'the answer stood still for 60 s');
        const { text, error } = reader.feed(bytes);
        this.#lastEventId = reader.lastEventId || this.#lastEventId;
        if (text) {
          this.#received = true;
          yield text;
        }
        if (error) throw error;
      }
      this.#complete = reader.done || formatOf(response) === 'text';
      if (!this.#complete) throw new Error('the connection ended before the answer did');
    } finally {
      watchdog.stop();
      reader?.close();
    }
  }

  /** @param {AbortSignal} signal */
  async #connect(signal) {
    /** @type {Record<string, string>} */
    const headers = { accept: 'text/event-stream, text/plain' };
    if (this.#lastEventId) headers['last-event-id'] = this.#lastEventId;
    const response = await this.#transport.request('POST', '/completion/generate', {
      body: this.#body,
      headers,
      signal,
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

/**
 * The parts of a body. An abort ends it at once, also where the body itself does not hear of it.
 *
 * @param {Response} response
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Uint8Array, void>}
 */
async function* readUntilAborted(response, signal) {
  const body = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const cancel = () => void body.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await body.read();
      signal.throwIfAborted();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

/** Aborts a request that the caller gave up, or that stands still. */
class Watchdog {
  #controller = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #outer;
  #onAbort = () => this.#controller.abort(this.#outer?.reason);

  /** @param {AbortSignal} [outer] */
  constructor(outer) {
    this.#outer = outer;
    if (outer?.aborted) this.#onAbort();
    outer?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal() {
    return this.#controller.signal;
  }

  /** Something is to happen within `ms`, or the request is cut. @param {number} ms @param {string} complaint */
  expect(ms, complaint) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(new Error(complaint)), ms);
  }

  /** Ends the watch and, where the body is not read to its end, the request. */
  stop() {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#onAbort);
    this.#controller.abort();
  }
}

/** @param {Response} response */
function formatOf(response) {
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) return 'openai';
  if (type.startsWith('text/plain')) return 'text';
  throw new HoldfastError(
    'malformed-answer',
    `The backend answered /completion/generate with ${type || 'no content type'}, not with a stream of events or text.`,
  );
}
