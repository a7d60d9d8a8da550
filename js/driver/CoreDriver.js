import { HoldfastError, closedError } from '../HoldfastError.js';
import { Boundary } from './Boundary.js';
import { MessageBatch } from './MessageBatch.js';
import { TurnEnd } from './TurnEnd.js';
import { currentTime } from './clock.js';
import { randomId, randomSeed } from './random.js';
import { encodeMembers, encodeMessage } from './messageText.js';
import { EffectReader, EventWriter, readEffects } from './wire.js';

/** @typedef {import('./wire.js').Effect} Effect */
/** @typedef {import('./wire.js').LogRecord} LogRecord */
/** @typedef {import('./wire.js').FoundLane} FoundLane */
/** @typedef {import('./wire.js').StoredSegment} StoredSegment */
/** @typedef {import('./wire.js').ParkedPlace} ParkedPlace */

/** What handing in an event can come to. */
const OUTCOME = { done: 0, failed: 1, urgent: 2 };

/** A longer message crosses by itself: of a shorter one it is known without counting that it is not too large. */
const MAX_BATCHED_UNITS = 16 * 1024;

/** What a UTF-16 unit of a message takes at the most in its JSON text, as UTF-8: an escaped control character. */
const BYTES_PER_UNIT = 6;

/** What the ids, the time stamp and the names of the members take at the most. */
const HEAD_BYTES = 512;

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
  #maxMessageBytes;
  #maxBatchedUnits;
  #perform;
  #writer = new EventWriter();
  #queued = new MessageBatch();
  #turn = new TurnEnd(() => this.endTurn());
  #turnIsOpen = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #closed = false;

  /**
   * @param {import('./loader.js').HoldfastModule} module
   * @param {{retry?: object, breaker?: object, batch?: object, classification?: object}} options
   * @param {(effect: Effect) => void} perform called for each effect in its order; must not throw
   */
  constructor(module, { retry, breaker, batch, classification }, perform) {
    this.#boundary = new Boundary(module);
    const size = this.#boundary.putJson({
      writer: randomId(),
      seed: randomSeed(),
      retry,
      breaker,
      batch,
      classification,
    });
    const core = module.makeCore(size);
    if (!core) throw this.#boundary.takeError();
    this.#core = core;
    this.#maxMessageBytes = module.coreMaxMessageBytes(core);
    this.#maxBatchedUnits = Math.min(MAX_BATCHED_UNITS, this.#maxMessageBytes / BYTES_PER_UNIT - HEAD_BYTES);
    this.#perform = perform;
  }

  /** What a message may take as JSON. Unit: bytes. */
  get maxMessageBytes() {
    return this.#maxMessageBytes;
  }

  /**
   * Queues a message. Returns at once; throws HoldfastError when the message breaks the rules.
   *
   * @param {string} conversationId REQUIRES (of this and the message's ids): they are well formed
   * @param {import('../types.js').ChatMessage} message
   */
  queueMessage(conversationId, message) {
    const members = encodeMembers(message);
    if (message.content.length + members.length <= this.#maxBatchedUnits) {
      this.#openTurn();
      this.#queued.add(conversationId, message, members);
      if (this.#queued.isFull && this.#moveQueued() === OUTCOME.urgent) this.#performEffects();
      return;
    }
    const payload = encodeMessage(message, members);
    this.#checkSize(payload);
    this.#queue(this.#writer.begin('MessageQueued').id(conversationId).id(message.id).rest(payload));
  }

  /**
   * Queues the creation of a conversation, as queueMessage() does with a message.
   *
   * @param {string} conversationId
   * @param {string} payload the body of the creation as the text of a JSON object
   */
  queueConversation(conversationId, payload) {
    this.#checkSize(payload);
    this.#queue(this.#writer.begin('ConversationQueued').id(conversationId).rest(payload));
  }

  /**
   * @param {string} conversationId
   * @param {string} messageId
   * @param {string} payload
   */
  retryParked(conversationId, messageId, payload) {
    this.#queue(this.#writer.begin('ParkedRetried').id(conversationId).id(messageId).rest(payload));
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

  /** @param {number} ticket @param {{lanes: FoundLane[], reachedEnd: boolean, lastKey: number, failed: boolean}} found */
  lanesFound(ticket, { lanes, reachedEnd, lastKey, failed }) {
    const how = Number(reachedEnd) + 2 * Number(failed);
    const event = this.#writer.begin('LanesFound').u32(ticket).u8(how).varint(lastKey);
    event.varint(lanes.length);
    for (const lane of lanes) event.text(lane.conversationId).varint(lane.lastKey);
    this.#handOver(event);
  }

  /** @param {number} ticket @param {{segments: StoredSegment[], reachedEnd: boolean, failed: boolean}} read */
  laneRead(ticket, { segments, reachedEnd, failed }) {
    const how = Number(reachedEnd) + 2 * Number(failed);
    const event = this.#writer.begin('LaneRead').u32(ticket).u8(how).varint(segments.length);
    for (const { key, bytes } of segments) event.varint(key).block(bytes);
    this.#handOver(event);
  }

  /** @param {ParkedPlace[]} parked @param {ParkedPlace[]} discarded */
  parkedFound(parked, discarded) {
    const event = this.#writer.begin('ParkedFound');
    for (const places of [parked, discarded]) {
      event.varint(places.length);
      for (const { id, place = 0 } of places) event.text(id).varint(place);
    }
    this.#handOver(event);
  }

  /** @param {number} firstKey @param {string[]} conversationIds one for each key */
  logChanged(firstKey, conversationIds) {
    this.#handOver(this.#writer.begin('LogChanged').varint(firstKey).texts(conversationIds));
  }

  /** @param {string} messageId */
  parkedRetriedElsewhere(messageId) {
    this.#handOver(this.#writer.begin('ParkedRetriedElsewhere').text(messageId));
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

  /** @param {'FlushRequested' | 'PageHidden' | 'PauseRequested' | 'ResumeRequested' | 'TimePassed'} kind */
  tell(kind) {
    this.#handOver(this.#writer.begin(kind));
  }

  /**
   * Records of one lane, in order, as the messages that they hold.
   *
   * @param {Uint8Array[]} records
   * @returns {{messages: import('../types.js').ChatMessage[], begun: number}} `begun`: how many of the last
   *   records hold the first parts of a message whose last part is not among them
   */
  describeSegments(records) {
    const { module } = this.#boundary;
    const input = this.#writer.beginRaw();
    for (const bytes of records) input.block(bytes);
    module.describeSegments(this.#boundary.put(input.bytes));
    return JSON.parse(new TextDecoder().decode(this.#boundary.output()));
  }

  /**
   * A record of format version 1 as records of the present one.
   *
   * @param {Uint8Array} bytes
   * @returns {LogRecord[]}
   * @throws {HoldfastError} `damaged-segment`
   */
  upgradeSegment(bytes) {
    if (this.#boundary.module.upgradeSegment(this.#boundary.put(bytes)) !== 0)
      throw this.#boundary.takeError();
    const reader = new EffectReader(this.#boundary.output());
    const records = [];
    while (!reader.done) records.push({ conversationId: reader.text(), bytes: reader.block() });
    return records;
  }

  /** No event is handed in and no effect performed from now on. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#turn.close();
    this.#boundary.module.release(this.#core);
    this.#core = 0;
  }

  /** What is far too large does not even cross over, where room would have to be made for it. @param {string} payload */
  #checkSize(payload) {
    const limit = this.#maxMessageBytes;
    if (payload.length <= limit) return;
    throw new HoldfastError(
      'message-too-large',
      `the message takes at least ${payload.length} bytes as JSON; the limit is ${limit}`,
      { field: 'content' },
    );
  }

  /** @param {EventWriter} event */
  #queue(event) {
    this.#openTurn();
    if (this.#hand(event) === OUTCOME.urgent) this.#performEffects();
  }

  /** @param {EventWriter} event */
  #handOver(event) {
    if (this.#closed) return;
    this.#hand(event);
    this.#performEffects();
  }

  /** Hands the event in, behind all that was queued before it. @param {EventWriter} event */
  #hand(event) {
    this.#moveQueued();
    return this.#checked(
      this.#boundary.module.coreHandle(this.#core, this.#boundary.put(event.bytes), currentTime()),
    );
  }

  #moveQueued() {
    if (this.#queued.isEmpty) return OUTCOME.done;
    const bytes = this.#queued.moveTo(this.#boundary.module);
    return this.#checked(this.#boundary.module.coreQueueMessages(this.#core, bytes, currentTime()));
  }

  /** @param {number} outcome */
  #checked(outcome) {
    if (outcome === OUTCOME.failed) throw this.#boundary.takeError();
    return outcome;
  }

  /** Something is queued in this turn. */
  #openTurn() {
    if (this.#closed) throw closedError();
    if (this.#turnIsOpen) return;
    this.#turnIsOpen = true;
    this.#turn.schedule();
  }

  #performEffects() {
    this.#boundary.module.coreDrain(this.#core);
    const effects = readEffects(this.#boundary.output());
    this.#schedule();
    for (const effect of effects) this.#perform(effect);
  }

  #schedule() {
    clearTimeout(this.#timer);
    const deadline = this.#boundary.module.coreNextDeadline(this.#core);
    if (deadline < 0) return;
    const wait = Math.min(Math.max(0, deadline - currentTime()), LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => this.tell('TimePassed'), wait);
  }
}
