/**
 * Attempts with waits between them, as the core's retry policy sets them.
 *
 * @module
 */

/**
 * @param {number} ms
 * @param {AbortSignal} [signal] ends the wait at once
 * @returns {Promise<void>} rejects with the signal's reason
 */
export function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    return signal?.addEventListener('abort', stop, { once: true });
  });
}

/**
 * Runs `attempt` until it succeeds, its error is final, or the policy has no attempt left.
 *
 * @template Result
 * @param {import('../driver/policies.js').RetryPolicy} policy
 * @param {() => Promise<Result>} attempt
 * @param {{signal?: AbortSignal, isFinal?: (error: unknown) => boolean}} [options]
 * @returns {Promise<Result>} rejects with the last attempt's error
 */
export async function persist(policy, attempt, { signal, isFinal = () => false } = {}) {
  const work = 1;
  policy.begin(work);
  for (;;) {
    try {
      const result = await attempt();
      policy.succeeded(work);
      return result;
    } catch (error) {
      if (signal?.aborted || isFinal(error)) {
        policy.succeeded(work);
        throw error;
      }
      const wait = policy.failed(work);
      if (wait === null) throw error;
      await sleep(wait, signal);
    }
  }
}
