/**
 * Holdfast: messages of a chat reach the backend exactly once and in order, while answers stream.
 * Importing this touches nothing; `createHoldfast()` begins the work.
 *
 * @module
 */
export { createHoldfast } from './createHoldfast.js';
export { HoldfastError } from './HoldfastError.js';
export { CircuitBreaker } from './services/CircuitBreaker.js';
export { RetryQueue } from './services/RetryQueue.js';
