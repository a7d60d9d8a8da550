import { HoldfastError } from '../HoldfastError.js';
import { invalidOption } from './options.js';
import { placeOf } from './userShare.js';

/** @typedef {import('../types.js').ModeName} ModeName */
/** @typedef {import('../types.js').ModeOption} ModeOption */

/** By which way messages are sent just now: saved beside the answer, or by the old endpoint that does both. */
export class Mode {
  #current;
  #hub;

  /**
   * @param {ModeName} first
   * @param {import('../EventHub.js').EventHub<import('../types.js').HoldfastEvents>} hub
   */
  constructor(first, hub) {
    this.#current = first;
    this.#hub = hub;
  }

  get current() {
    return this.#current;
  }

  /** @param {ModeOption} option @throws {HoldfastError} `invalid-option` */
  set(option) {
    this.#change(modeOf(option), 'set');
  }

  /** The backend has no old endpoint any more. */
  legacyIsOff() {
    this.#change('hybrid', 'legacy-run-off');
  }

  /** @param {ModeName} mode @param {import('../types.js').ModeChange['reason']} reason */
  #change(mode, reason) {
    if (mode === this.#current) return;
    this.#current = mode;
    this.#hub.emit('mode', { mode, reason });
  }
}

/**
 * @param {unknown} option
 * @returns {ModeName}
 * @throws {HoldfastError} `invalid-option`
 */
export function modeOf(option) {
  if (option === 'hybrid' || option === 'legacy') return option;
  if (typeof option !== 'object' || option === null)
    throw invalidOption('mode', 'must be hybrid, legacy, or a share of users: {hybridShare, userId}');
  const { hybridShare, userId } = /** @type {Record<string, unknown>} */ (option);
  if (typeof hybridShare !== 'number' || !(hybridShare >= 0 && hybridShare <= 1))
    throw invalidOption('mode.hybridShare', `must be a number from 0 to 1, not ${String(hybridShare)}`);
  if (typeof userId !== 'string' || userId === '')
    throw invalidOption('mode.userId', 'must be the id of the user');
  return placeOf(userId) < hybridShare ? 'hybrid' : 'legacy';
}

/** @param {string} what */
export function notInLegacyMode(what) {
  return new HoldfastError(
    'not-in-legacy-mode',
    `${what} in legacy mode: the old endpoint can only add to a conversation and have it answered.`,
  );
}
