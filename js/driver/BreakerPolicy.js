import { HoldfastError } from '../HoldfastError.js';
import { Boundary } from './Boundary.js';
import { releaseWith } from './abandoned.js';
import { currentTime, quickTime } from './clock.js';
import { randomSeed } from './random.js';
import { BREAKER_STATES } from './wire.js';

/** @typedef {import('./loader.js').HoldfastModule} HoldfastModule */
/** @typedef {import('../types.js').BreakerChange} BreakerChange */

const encoder = new TextEncoder();

/**
 * What is to be done with the result or the error of a call that needed no leave.
 * @typedef {object} Watch
 * @property {<Result>(result: Result) => Result} onResult
 * @property {(error: unknown) => never} onError
 */

/**
 * Whether a call may be made.
 *
 * A call costs one crossing into the module and one reading of the clock: while the core says that every call may go
 * until the epoch changes, nobody asks for leave, and all calls of the epoch share one `watch`. While it says that none
 * may, nobody asks either.
 */
export class BreakerPolicy {
  #module;
  #boundary;
  #breaker;
  #onChange;
  #epoch = 0;
  /** Set while every call may go. @type {Watch | undefined} */
  watch;
  /** Until when no call may go, in ms since the epoch; 0 where some may. */
  restsUntil = 0;

  /**
   * @param {HoldfastModule} module
   * @param {import('../types.js').BreakerOptions} options
   * @param {(change: BreakerChange) => void} onChange must not throw
   */
  constructor(module, options, onChange) {
    this.#module = module;
    this.#boundary = new Boundary(module);
    const breaker = module.makeBreaker(this.#boundary.putJson(options), randomSeed());
    if (!breaker) throw this.#boundary.takeError();
    this.#breaker = breaker;
    this.#onChange = onChange;
    this.#look();
    releaseWith(this, module, breaker);
  }

  /**
   * @param {number} start the time, in ms since the epoch
   * @returns {number} the epoch to hand back with the outcome; below 0 where the call may not be made
   */
  tryAcquire(start) {
    const epoch = this.#module._breakerAcquire(this.#breaker, start);
    if (epoch >= 0 && epoch !== this.#epoch) this.#changed();
    return epoch;
  }

  /** @param {number} epoch @param {number} start */
  onSuccess(epoch, start) {
    const after = this.#module._breakerSucceeded(this.#breaker, epoch, start, quickTime());
    if (after !== this.#epoch) this.#changed();
  }

  /** @param {number} epoch @param {number} start */
  onFailure(epoch, start) {
    const after = this.#module._breakerFailed(this.#breaker, epoch, start, quickTime());
    if (after !== this.#epoch) this.#changed();
  }

  /** @param {number} epoch */
  onNeutral(epoch) {
    this.#module._breakerNeutral(this.#breaker, epoch);
  }

  isolate() {
    this.#module.breakerIsolate(this.#breaker, currentTime());
    this.#changed();
  }

  forceOpen() {
    this.#module.breakerForceOpen(this.#breaker, currentTime());
    this.#changed();
  }

  reset() {
    this.#module.breakerReset(this.#breaker, currentTime());
    this.#changed();
  }

  /** @returns {string} JSON */
  save() {
    this.#module.breakerSave(this.#breaker, currentTime());
    return new TextDecoder().decode(this.#boundary.output());
  }

  /** @param {string} text */
  restore(text) {
    const bytes = this.#boundary.put(encoder.encode(text));
    if (this.#module.breakerRestore(this.#breaker, bytes, currentTime())) {
      const { message, field } = this.#boundary.takeError();
      throw new HoldfastError('invalid-snapshot', `This is no saved circuit breaker: ${message}.`, { field });
    }
    this.#changed();
  }

  get isOpen() {
    return this.#module.breakerIsOpen(this.#breaker, currentTime());
  }

  get state() {
    return BREAKER_STATES[this.#module.breakerState(this.#breaker, currentTime())];
  }

  /** When an open breaker lets a probe through, in ms since the epoch; null where it is not open. */
  get probeAt() {
    const at = this.#module.breakerProbeAt(this.#breaker);
    return at < 0 ? null : at;
  }

  /** Since when it is in its state, in ms since the epoch; null where it never was in another. */
  get since() {
    const at = this.#module.breakerSince(this.#breaker, currentTime());
    return at < 0 ? null : at;
  }

  #look() {
    const epoch = this.#module.breakerEpoch(this.#breaker);
    this.#epoch = epoch;
    this.restsUntil = this.state === 'isolated' ? Infinity : (this.probeAt ?? 0);
    this.watch = this.#module.breakerIsFree(this.#breaker)
      ? {
          onResult: (result) => {
            this.onSuccess(epoch, 0);
            return result;
          },
          onError: (error) => {
            this.onFailure(epoch, 0);
            throw error;
          },
        }
      : undefined;
  }

  #changed() {
    this.#look();
    this.#module.breakerTakeTransitions(this.#breaker);
    for (const change of JSON.parse(new TextDecoder().decode(this.#boundary.output())))
      this.#onChange(change);
  }
}
