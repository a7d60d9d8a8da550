/**
 * Policies for work of any kind, without the outbox: `import { retry, timeout, wrap } from 'holdfast/policies'`.
 * docs/policies.md says how to use each.
 *
 * @module
 */
import { loadModule } from './driver/loader.js';

export { HoldfastError } from './HoldfastError.js';
export { CircuitBreaker } from './services/CircuitBreaker.js';
export { CircuitBreakers } from './services/CircuitBreakers.js';
export { RetryQueue } from './services/RetryQueue.js';
export { AdaptiveThrottle, adaptiveThrottle } from './services/policies/adaptiveThrottle.js';
export { Gate, gate } from './services/policies/gate.js';
export { Retry, retry } from './services/policies/retry.js';
export { RetryBudget, retryBudget } from './services/policies/retryBudget.js';
export { Timeout, timeout } from './services/policies/timeout.js';
export { wrap } from './services/policies/wrap.js';

/** @typedef {import('./services/policies/backoff.js').Backoff} Backoff */
/** @typedef {import('./services/policies/context.js').Context} Context */
/** @typedef {import('./services/policies/wrap.js').Policy} Policy */
/** @typedef {import('./types.js').BreakerChange} BreakerChange */
/** @typedef {import('./types.js').BreakerOptions} BreakerOptions */
/** @typedef {import('./types.js').BreakerState} BreakerState */

/**
 * Loads the WebAssembly ahead of the first call, which would load it otherwise.
 *
 * @param {import('./driver/loader.js').WasmSource} [wasm] default: the file beside the module
 */
export async function ready(wasm) {
  await loadModule(wasm);
}
