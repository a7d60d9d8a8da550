/**
 * Why there is no answer, as the event `message` tells it.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';

/** A person stopped it. */
export const STOPPED = { error: 'The answer was stopped.', code: 'aborted' };

/** @param {unknown} error */
export function describe(error) {
  const code = error instanceof HoldfastError ? error.code : 'unexpected';
  return { error: error instanceof Error ? error.message : String(error), code };
}
