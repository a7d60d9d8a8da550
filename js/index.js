/**
 * Holdfast: messages of a chat reach the backend exactly once and in order, while answers stream.
 * Importing this touches nothing; `createHoldfast()` begins the work.
 *
 * @module
 */
export { createHoldfast } from './createHoldfast.js';
export { HoldfastError } from './HoldfastError.js';
export { CircuitBreaker } from './services/CircuitBreaker.js';
export { CircuitBreakers } from './services/CircuitBreakers.js';
export { RetryQueue } from './services/RetryQueue.js';
export { threadOf } from './services/thread.js';

/** @typedef {import('./types.js').BatchOptions} BatchOptions */
/** @typedef {import('./types.js').BreakerChange} BreakerChange */
/** @typedef {import('./types.js').BreakerOptions} BreakerOptions */
/** @typedef {import('./types.js').BreakerState} BreakerState */
/** @typedef {import('./types.js').ChatConfiguration} ChatConfiguration */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./types.js').ChatMessage<Metadata>} ChatMessage
 */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./types.js').ChatMessageInput<Metadata>} ChatMessageInput
 */
/** @typedef {import('./types.js').Conversation} Conversation */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./types.js').Holdfast<Metadata>} Holdfast
 */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./types.js').HoldfastEvents<Metadata>} HoldfastEvents
 */
/** @typedef {import('./types.js').HoldfastOptions} HoldfastOptions */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./types.js').MessageEvent<Metadata>} MessageEvent
 */
/** @typedef {import('./types.js').MessageStatus} MessageStatus */
/** @typedef {import('./types.js').ModeChange} ModeChange */
/** @typedef {import('./types.js').ModeName} ModeName */
/** @typedef {import('./types.js').ModeOption} ModeOption */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./types.js').ParkedMessage<Metadata>} ParkedMessage
 */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./types.js').PendingMessage<Metadata>} PendingMessage
 */
/** @typedef {import('./types.js').PersistenceMetrics} PersistenceMetrics */
/** @typedef {import('./types.js').QueueStatus} QueueStatus */
/** @typedef {import('./types.js').RetryOptions} RetryOptions */
/** @typedef {import('./types.js').Role} Role */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./types.js').SentMessage<Metadata>} SentMessage
 */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./types.js').StoredMessage<Metadata>} StoredMessage
 */
/** @typedef {import('./types.js').StreamFormat} StreamFormat */
/** @typedef {import('./types.js').StreamOptions} StreamOptions */
/** @typedef {import('./types.js').StreamPart} StreamPart */
/** @typedef {import('./types.js').StreamPaths} StreamPaths */
/** @typedef {import('./types.js').SyncState} SyncState */
/**
 * @template {ThreadMessage} [Message=import('./types.js').ChatMessage]
 * @typedef {import('./types.js').ThreadEntry<Message>} ThreadEntry
 */
/** @typedef {import('./types.js').ThreadMessage} ThreadMessage */
/** @typedef {import('./types.js').TraceEvent} TraceEvent */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./services/QueuedMessage.js').QueuedMessage<Metadata>} QueuedMessage
 */
