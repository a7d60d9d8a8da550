/**
 * Events and effects as bytes: the JavaScript side of src/codec/EventReader.h and EffectWriter.h.
 * The order of the names is that of the variants in include/holdfast; a house rule compares them.
 *
 * @module
 */

import { textBetween } from './utf8.js';

export const EVENT_KINDS = /** @type {const} */ ([
  'MessageQueued',
  'ConversationQueued',
  'TurnEnded',
  'SegmentsAppended',
  'LanesFound',
  'LaneRead',
  'ParkedFound',
  'ParkedRetried',
  'ParkedDiscarded',
  'ParkedRetriedElsewhere',
  'ResponseArrived',
  'RequestFailed',
  'ConnectivityChanged',
  'LeadershipChanged',
  'LogChanged',
  'FlushRequested',
  'PageHidden',
  'PauseRequested',
  'ResumeRequested',
  'TimePassed',
]);

export const EFFECT_KINDS = /** @type {const} */ ([
  'AppendSegments',
  'FindLanes',
  'ReadLane',
  'SettleSegments',
  'QuarantineSegment',
  'SendBatch',
  'AbortRequest',
  'ReportMessages',
  'ReportConversation',
  'ReportStatus',
  'ReportMetrics',
  'ReportError',
]);

export const SYNC_STATES = /** @type {const} */ (['queued', 'saved', 'sending', 'synced', 'parked']);
const ROUTES = /** @type {const} */ (['append', 'create']);
export const BREAKER_STATES = /** @type {const} */ (['closed', 'open', 'half-open', 'isolated']);
export const PAUSE_REASONS = /** @type {const} */ ([null, 'user', 'unauthorized']);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Builds one event in a buffer that grows as needed. */
export class EventWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;

  /** @param {(typeof EVENT_KINDS)[number]} kind */
  begin(kind) {
    this.#length = 0;
    return this.u8(EVENT_KINDS.indexOf(kind));
  }

  /** For bytes that are no event. */
  beginRaw() {
    this.#length = 0;
    return this;
  }

  /** The event's bytes, valid until the next begin(). */
  get bytes() {
    return this.#bytes.subarray(0, this.#length);
  }

  /** @param {number | boolean} value */
  u8(value) {
    this.#reserve(1);
    this.#bytes[this.#length++] = Number(value);
    return this;
  }

  /** @param {number} value */
  u32(value) {
    return this.u8(value & 255)
      .u8((value >>> 8) & 255)
      .u8((value >>> 16) & 255)
      .u8(value >>> 24);
  }

  /** @param {number} value a whole number below 2^53 */
  varint(value) {
    while (value >= 128) {
      this.u8((value % 128) | 128);
      value = Math.floor(value / 128);
    }
    return this.u8(value);
  }

  /** @param {string} text */
  text(text) {
    return this.block(encoder.encode(text));
  }

  /** Length and bytes. @param {Uint8Array} bytes */
  block(bytes) {
    return this.varint(bytes.length).rest(bytes);
  }

  /** Bytes without a length: the last field. @param {Uint8Array | string} value */
  rest(value) {
    if (typeof value === 'string') {
      this.#reserve(value.length * 3);
      this.#length += encoder.encodeInto(value, this.#bytes.subarray(this.#length)).written;
      return this;
    }
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  /** @param {string[]} texts */
  texts(texts) {
    this.varint(texts.length);
    for (const text of texts) this.text(text);
    return this;
  }

  /** An id is ASCII, or is refused by the core: a byte for each character. @param {string} id */
  id(id) {
    this.varint(id.length);
    this.#reserve(id.length);
    for (let i = 0; i < id.length; i += 1) {
      const code = id.charCodeAt(i);
      this.#bytes[this.#length++] = code < 128 ? code : 0;
    }
    return this;
  }

  /** @param {number} count */
  #reserve(count) {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}

/** Takes fields off the front of bytes that the core wrote. */
export class EffectReader {
  #bytes;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  get done() {
    return this.#at >= this.#bytes.length;
  }

  u8() {
    return this.#bytes[this.#at++];
  }

  u32() {
    return (this.u8() | (this.u8() << 8) | (this.u8() << 16) | (this.u8() << 24)) >>> 0;
  }

  varint() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  /** A copy, since the memory behind it is written over by the next call. */
  block() {
    const length = this.varint();
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  text() {
    const length = this.varint();
    const begin = this.#at;
    this.#at += length;
    return textBetween(this.#bytes, begin, this.#at);
  }

  /** A list of texts. They are decoded together where all are ids, as most are. @returns {string[]} */
  texts() {
    const count = this.varint();
    const begin = this.#at;
    let isShort = true;
    for (let i = 0; i < count; i += 1) {
      const length = this.varint();
      this.#at += length;
      isShort &&= length < 128;
    }
    const all = isShort ? decoder.decode(this.#bytes.subarray(begin, this.#at)) : '';
    const isAscii = isShort && all.length === this.#at - begin;
    this.#at = begin;
    return Array.from({ length: count }, () => {
      if (!isAscii) return this.text();
      const length = this.u8();
      this.#at += length;
      return all.slice(this.#at - length - begin, this.#at - begin);
    });
  }

  /**
   * @template Item
   * @param {() => Item} read
   * @returns {Item[]}
   */
  list(read) {
    return Array.from({ length: this.varint() }, read);
  }
}

/**
 * @typedef {{conversationId: string, bytes: Uint8Array}} LogRecord
 * @typedef {{key: number, bytes: Uint8Array}} StoredSegment
 * @typedef {{conversationId: string, lastKey: number}} FoundLane
 * @typedef {{kind: 'AppendSegments', ticket: number, records: LogRecord[], unpark: string[]}} AppendSegments
 * @typedef {{kind: 'FindLanes', ticket: number, after: string, maxLanes: number}} FindLanes
 * @typedef {{kind: 'ReadLane', ticket: number, conversationId: string, after: number, maxSegments: number,
 *   maxBytes: number}} ReadLane
 * @typedef {{id: string, conversationId: string, payload: string, code: string, reason: string, place?: number}}
 *   ParkedRecord `place`: the key of the record of the log in which it was
 * @typedef {{id: string, place?: number}} ParkedPlace
 * @typedef {{kind: 'SettleSegments', keys: number[], park: ParkedRecord[], unpark: string[]}} SettleSegments
 * @typedef {{kind: 'QuarantineSegment', key: number, reason: string}} QuarantineSegment
 * @typedef {{kind: 'SendBatch', request: number, route: 'append' | 'create', creates: string, keepalive: boolean,
 *   body: Uint8Array}} SendBatch
 * @typedef {{kind: 'AbortRequest', request: number}} AbortRequest
 * @typedef {{kind: 'ReportMessages', state: import('../types.js').SyncState, conversationId: string, ids: string[],
 *   positions: number[], code: string, reason: string}} ReportMessages
 * @typedef {{kind: 'ReportConversation', state: import('../types.js').SyncState, conversationId: string, body: string,
 *   code: string, reason: string}} ReportConversation
 * @typedef {Omit<import('../types.js').QueueStatus, 'persistence'>} CoreStatus
 * @typedef {{kind: 'ReportStatus', status: CoreStatus}} ReportStatus
 * @typedef {{kind: 'ReportMetrics', metrics: import('../types.js').PersistenceMetrics}} ReportMetrics
 * @typedef {{kind: 'ReportError', code: string, detail: string}} ReportError
 * @typedef {AppendSegments | FindLanes | ReadLane | SettleSegments | QuarantineSegment | SendBatch | AbortRequest |
 *   ReportMessages | ReportConversation | ReportStatus | ReportMetrics | ReportError} Effect
 */

/** @type {{[Kind in Effect['kind']]: (reader: EffectReader) => Extract<Effect, {kind: Kind}>}} */
const readers = {
  AppendSegments: (reader) => ({
    kind: 'AppendSegments',
    ticket: reader.u32(),
    records: reader.list(() => ({ conversationId: reader.text(), bytes: reader.block() })),
    unpark: reader.texts(),
  }),
  FindLanes: (reader) => ({
    kind: 'FindLanes',
    ticket: reader.u32(),
    after: reader.text(),
    maxLanes: reader.varint(),
  }),
  ReadLane: (reader) => ({
    kind: 'ReadLane',
    ticket: reader.u32(),
    conversationId: reader.text(),
    after: reader.varint(),
    maxSegments: reader.varint(),
    maxBytes: reader.varint(),
  }),
  QuarantineSegment: (reader) => ({
    kind: 'QuarantineSegment',
    key: reader.varint(),
    reason: reader.text(),
  }),
  SettleSegments: (reader) => ({
    kind: 'SettleSegments',
    keys: reader.list(() => reader.varint()),
    park: reader.list(() => ({
      conversationId: reader.text(),
      id: reader.text(),
      payload: reader.text(),
      code: reader.text(),
      reason: reader.text(),
      place: reader.varint(),
    })),
    unpark: reader.texts(),
  }),
  SendBatch: (reader) => ({
    kind: 'SendBatch',
    request: reader.u32(),
    route: ROUTES[reader.u8()],
    creates: reader.text(),
    keepalive: reader.u8() === 1,
    body: reader.block(),
  }),
  AbortRequest: (reader) => ({ kind: 'AbortRequest', request: reader.u32() }),
  ReportMessages: (reader) => ({
    kind: 'ReportMessages',
    state: SYNC_STATES[reader.u8()],
    conversationId: reader.text(),
    ids: reader.texts(),
    positions: reader.list(() => reader.varint()),
    code: reader.text(),
    reason: reader.text(),
  }),
  ReportConversation: (reader) => ({
    kind: 'ReportConversation',
    state: SYNC_STATES[reader.u8()],
    conversationId: reader.text(),
    body: reader.text(),
    code: reader.text(),
    reason: reader.text(),
  }),
  ReportStatus: (reader) => ({ kind: 'ReportStatus', status: readStatus(reader) }),
  ReportMetrics: (reader) => ({
    kind: 'ReportMetrics',
    metrics: {
      queuedMessages: reader.varint(),
      successfulSyncs: reader.varint(),
      failedSyncs: reader.varint(),
      retryAttempts: reader.varint(),
    },
  }),
  ReportError: (reader) => ({ kind: 'ReportError', code: reader.text(), detail: reader.text() }),
};

/** @param {EffectReader} reader */
function readStatus(reader) {
  const [queued, saved, sending, parked] = [
    reader.varint(),
    reader.varint(),
    reader.varint(),
    reader.varint(),
  ];
  return {
    pending: queued + saved + sending,
    queued,
    saved,
    sending,
    parked,
    breaker: BREAKER_STATES[reader.u8()],
    online: reader.u8() === 1,
    leader: reader.u8() === 1,
    paused: PAUSE_REASONS[reader.u8()],
    unread: reader.u8() === 1,
    nextAttemptAt: reader.varint() || null,
    lastError: reader.text() || null,
    breakerSince: reader.varint() || null,
    breakerProbeAt: reader.varint() || null,
  };
}

/**
 * @param {Uint8Array} bytes what one drain gave
 * @returns {Effect[]}
 */
export function readEffects(bytes) {
  const reader = new EffectReader(bytes);
  const effects = [];
  while (!reader.done) effects.push(readers[EFFECT_KINDS[reader.u8()]](reader));
  return effects;
}
