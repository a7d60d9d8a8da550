import { CircuitBreaker } from './CircuitBreaker.js';
import { checkFunction, checkObject, checkWhole } from './options.js';

/**
 * @typedef {import('./CircuitBreaker.js').CircuitBreakerOptions & {
 *   maxKeys?: number,
 *   onEvict?: (key: string, breaker: CircuitBreaker) => void,
 * }} CircuitBreakersOptions `maxKeys`: how many are kept at most; default 100
 */

/**
 * A circuit breaker for each key, such as a host or a tenant. Where there are too many, the one that was asked for
 * longest ago goes; one that is closed goes before any that is not, since it forgets less.
 */
export class CircuitBreakers {
  #options;
  #maxKeys;
  #onEvict;
  /** The one that was asked for longest ago first. @type {Map<string, CircuitBreaker>} */
  #breakers = new Map();

  /** @param {CircuitBreakersOptions} [options] those of each breaker too */
  constructor(options = {}) {
    checkObject(options, 'CircuitBreakers');
    const { maxKeys = 100, onEvict, ...breaker } = options;
    checkWhole({ maxKeys }, 'maxKeys', 1, 100_000);
    checkFunction({ onEvict }, 'onEvict');
    // One that is wrong is to be heard of now, not with the first key.
    new CircuitBreaker(breaker);
    this.#options = breaker;
    this.#maxKeys = maxKeys;
    this.#onEvict = onEvict;
  }

  get size() {
    return this.#breakers.size;
  }

  /** @returns {[key: string, breaker: CircuitBreaker][]} */
  entries() {
    return [...this.#breakers];
  }

  /** The breaker of this key, made where there is none. @param {string} key */
  get(key) {
    const found = this.#breakers.get(key);
    const breaker = found ?? new CircuitBreaker(this.#options);
    this.#breakers.delete(key);
    if (!found && this.#breakers.size >= this.#maxKeys) this.#evict();
    this.#breakers.set(key, breaker);
    return breaker;
  }

  #evict() {
    const entries = this.entries();
    const [key, breaker] = entries.find(([, { state }]) => state === 'closed') ?? entries[0];
    this.#breakers.delete(key);
    this.#onEvict?.(key, breaker);
  }
}
