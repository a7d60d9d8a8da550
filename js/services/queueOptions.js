/**
 * What a retry queue may be told, checked when it is made.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';
import { checkChoice, checkFunction, checkObject, checkWhole } from './options.js';
import { checkRetryLimits } from './policies/backoff.js';

/**
 * What becomes of the item that is one too many: `reject`: enqueue() throws `queue-full`; `drop-oldest`: the item that
 * waits longest goes; `drop-newest`: the new one goes. What is dropped is told to `onDrop`.
 * @typedef {'reject' | 'drop-oldest' | 'drop-newest'} Overflow
 */

/**
 * @template Item
 * @typedef {import('./policies/backoff.js').RetryLimits & {
 *   batchSize?: number,
 *   maxSize?: number,
 *   overflow?: Overflow,
 *   onGiveUp?: (items: Item[], error: unknown) => void,
 *   onDrop?: (item: Item) => void,
 *   wasm?: import('../driver/loader.js').WasmSource,
 * }} RetryQueueOptions `batchSize`: items that one call of the processor gets at most, default 100; `maxSize`: items
 *   that are kept at most, those that were given up included, default 10000; `overflow`: default `reject`; `onGiveUp`:
 *   takes what the retries are used up for, which the queue keeps otherwise
 */

/**
 * @template Item
 * @param {unknown} processor
 * @param {RetryQueueOptions<Item>} given
 */
export function checkQueue(processor, given) {
  if (typeof processor !== 'function') {
    throw new HoldfastError('invalid-option', 'A RetryQueue needs a function that processes items.', {
      field: 'processor',
    });
  }
  checkObject(given, 'a RetryQueue');
  const { batchSize = 100, maxSize = 10_000, overflow = 'reject', onGiveUp, onDrop, wasm, ...limits } = given;
  checkWhole({ batchSize }, 'batchSize', 1, 1_000_000);
  checkWhole({ maxSize }, 'maxSize', 1, 10_000_000);
  checkChoice({ overflow }, 'overflow', ['reject', 'drop-oldest', 'drop-newest']);
  checkFunction({ onGiveUp }, 'onGiveUp');
  checkFunction({ onDrop }, 'onDrop');
  return { ...checkRetryLimits(limits), options: { batchSize, maxSize, overflow, onGiveUp, onDrop, wasm } };
}
