/**
 * Answers of the backend that are no success, as errors.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** An answer that is an RFC 9457 problem, or should be one. */
export class ProblemError extends HoldfastError {
  /**
   * @param {Response} response
   * @param {any} problem its body, if that was JSON
   */
  constructor(response, problem) {
    const what = problem?.detail ?? problem?.title ?? response.statusText;
    super(problem?.code ?? `http-${response.status}`, `The backend answered ${response.status}: ${what}`, {
      field: problem?.field,
    });
    this.status = response.status;
  }

  /** Whether another attempt may succeed. */
  get passing() {
    return PASSING.has(this.status);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<ProblemError>}
 */
export async function problemOf(response) {
  return new ProblemError(response, await response.json().catch(() => undefined));
}

/** Another attempt would not help. @param {unknown} error */
export function isFinal(error) {
  return error instanceof HoldfastError && !(error instanceof ProblemError && error.passing);
}
