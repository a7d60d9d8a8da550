import { HoldfastError } from '../HoldfastError.js';
import { Boundary } from './Boundary.js';
import { TurnEnd } from './TurnEnd.js';
import { currentTime } from './clock.js';
import { randomId, randomSeed } from './random.js';
import { EventWriter, readEffects } from './wire.js';

/** @typedef {import('./wire.js').Effect} Effect */

/** Timers cannot wait longer than this; waking up early is harmless. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Drives the core: hands in events with the time, hands its effects on, and wakes it at its deadlines.
 *
 * What is queued in one turn of the event loop ends as one group: the end of the turn is a task of its own,
 * so everything that runs before it, microtasks included, belongs to the group.
 */
export class CoreDriver {
  #boundary;
  #core;
  #perform;
  #writer = new EventWriter();
  #turn = new TurnEnd(() => this.endTurn());
  #turnIsOpen = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #closed = false;

  /**
   * @param {import('./loader.js').HoldfastModule} module
   * @param {{retry?: object, breaker?: object, batch?: object}} options
   * @param {(effect: Effect) => void} perform called for each effect in its order; must not throw
   */
  constructor(module, { retry, breaker, batch }, perform) {
    this.#boundary = new Boundary(module);
    const size = this.#boundary.putJson({ writer: randomId(), seed: randomSeed(), retry, breaker, batch });
    const core = module.Core.make(size);
    if (!core) throw this.#boundary.takeError();
    this.#core = core;
    this.#perform = perform;
  }

  /**
   * Queues a message. Returns at once; throws HoldfastError when the message breaks the rules.
   *
   * @param {string} conversationId
   * @param {string} messageId
   * @param {string} payload the message as the text of a JSON object
   */
  queueMessage(conversationId, messageId, payload) {
    this.#queue('MessageQueued', conversationId, messageId, payload);
  }

  /**
   * @param {string} conversationId
   * @param {string} messageId
   * @param {string} payload
   */
  retryParked(conversationId, messageId, payload) {
    this.#queue('ParkedRetried', conversationId, messageId, payload);
  }

  /** Closes the group of this turn now, as before a page goes away. */
  endTurn() {
    if (!this.#turnIsOpen) return;
    this.#turnIsOpen = false;
    this.#handOver(this.#writer.begin('TurnEnded'));
  }

  /** @param {number} ticket @param {number[]} keys @param {boolean} durable */
  segmentsAppended(ticket, keys, durable) {
    const event = this.#writer.begin('SegmentsAppended').u32(ticket).u8(durable).varint(keys.length);
    for (const key of keys) event.varint(key);
    this.#handOver(event);
  }

  /** @param {number} ticket @param {{key: number, bytes: Uint8Array}[]} segments @param {boolean} reachedEnd */
  segmentsRead(ticket, segments, reachedEnd) {
    const event = this.#writer.begin('SegmentsRead').u32(ticket).u8(reachedEnd).varint(segments.length);
    for (const { key, bytes } of segments) event.varint(key).block(bytes);
    this.#handOver(event);
  }

  /** @param {string[]} messageIds */
  parkedFound(messageIds) {
    const event = this.#writer.begin('ParkedFound').varint(messageIds.length);
    for (const id of messageIds) event.text(id);
    this.#handOver(event);
  }

  /** @param {string} messageId */
  parkedDiscarded(messageId) {
    this.#handOver(this.#writer.begin('ParkedDiscarded').text(messageId));
  }

  /** @param {number} request @param {{status: number, retryAfter: string, body: Uint8Array}} response */
  responseArrived(request, { status, retryAfter, body }) {
    this.#handOver(
      this.#writer.begin('ResponseArrived').u32(request).varint(status).text(retryAfter).rest(body),
    );
  }

  /** @param {number} request @param {string} reason */
  requestFailed(request, reason) {
    this.#handOver(this.#writer.begin('RequestFailed').u32(request).rest(reason));
  }

  /** @param {boolean} online */
  connectivityChanged(online) {
    this.#handOver(this.#writer.begin('ConnectivityChanged').u8(online));
  }

  /** @param {boolean} leader */
  leadershipChanged(leader) {
    this.#handOver(this.#writer.begin('LeadershipChanged').u8(leader));
  }

  /** @param {'LogChanged' | 'FlushRequested' | 'PauseRequested' | 'ResumeRequested' | 'TimePassed'} kind */
  tell(kind) {
    this.#handOver(this.#writer.begin(kind));
  }

  /**
   * A record of the log, as the messages that it holds.
   *
   * @param {Uint8Array} bytes
   * @returns {{conversationId: string, message: import('../types.js').ChatMessage}[]}
   */
  describeSegment(bytes) {
    this.#boundary.module.describeSegment(this.#boundary.put(bytes));
    return JSON.parse(new TextDecoder().decode(this.#boundary.output()));
  }

  /** No event is handed in and no effect performed from now on. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#turn.close();
    this.#core.delete();
  }

  /**
   * @param {'MessageQueued' | 'ParkedRetried'} kind
   * @param {string} conversationId
   * @param {string} messageId
   * @param {string} payload
   */
  #queue(kind, conversationId, messageId, payload) {
    if (this.#closed) throw new HoldfastError('closed', 'This Holdfast is closed; create a new one.');
    const event = this.#writer.begin(kind).id(conversationId).id(messageId).rest(payload);
    const error = this.#core.handle(this.#boundary.put(event.bytes), currentTime());
    if (error) throw this.#boundary.takeError();
    if (this.#turnIsOpen) return;
    this.#turnIsOpen = true;
    this.#turn.schedule();
  }

  /** @param {EventWriter} event */
  #handOver(event) {
    if (this.#closed) return;
    const error = this.#core.handle(this.#boundary.put(event.bytes), currentTime());
    if (error) throw this.#boundary.takeError();
    this.#core.drain();
    const effects = readEffects(this.#boundary.output());
    this.#schedule();
    for (const effect of effects) this.#perform(effect);
  }

  #schedule() {
    clearTimeout(this.#timer);
    const deadline = this.#core.nextDeadline();
    if (deadline < 0) return;
    const wait = Math.min(Math.max(0, deadline - currentTime()), LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => this.tell('TimePassed'), wait);
  }
}
