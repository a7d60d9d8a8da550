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
/** @typedef {import('./types.js').ChatMessage} ChatMessage */
/** @typedef {import('./types.js').ChatMessageInput} ChatMessageInput */
/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./types.js').Holdfast} Holdfast */
/** @typedef {import('./types.js').HoldfastEvents} HoldfastEvents */
/** @typedef {import('./types.js').HoldfastOptions} HoldfastOptions */
/** @typedef {import('./types.js').MessageEvent} MessageEvent */
/** @typedef {import('./types.js').MessageStatus} MessageStatus */
/** @typedef {import('./types.js').ModeChange} ModeChange */
/** @typedef {import('./types.js').ModeName} ModeName */
/** @typedef {import('./types.js').ModeOption} ModeOption */
/** @typedef {import('./types.js').ParkedMessage} ParkedMessage */
/** @typedef {import('./types.js').PendingMessage} PendingMessage */
/** @typedef {import('./types.js').PersistenceMetrics} PersistenceMetrics */
/** @typedef {import('./types.js').QueueStatus} QueueStatus */
/** @typedef {import('./types.js').RetryOptions} RetryOptions */
/** @typedef {import('./types.js').Role} Role */
/** @typedef {import('./types.js').SentMessage} SentMessage */
/** @typedef {import('./types.js').StoredMessage} StoredMessage */
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
/** @typedef {import('./services/QueuedMessage.js').QueuedMessage} QueuedMessage */
