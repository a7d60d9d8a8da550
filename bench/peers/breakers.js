/**
 * The circuit breakers that ours is measured beside, each used as its documentation tells. A breaker is a function that
 * guards a call of `work`; `tripped` makes one that is open.
 */
import { ConsecutiveBreaker, CountBreaker, SamplingBreaker, circuitBreaker, handleAll } from 'cockatiel';
import Opossum from 'opossum';

const HOUR = 3_600_000;

/** @typedef {() => Promise<unknown>} Work */

/** @param {Work} work @param {import('cockatiel').IBreaker} breaker */
function cockatiel(work, breaker) {
  const policy = circuitBreaker(handleAll, { halfOpenAfter: HOUR, breaker });
  return () => policy.execute(work);
}

/** @type {Record<string, (work: Work) => () => Promise<unknown>>} */
export const guards = {
  'cockatiel, consecutive': (work) => cockatiel(work, new ConsecutiveBreaker(5)),
  'cockatiel, count of 20': (work) => cockatiel(work, new CountBreaker({ threshold: 0.5, size: 20 })),
  'cockatiel, sampling of 30 s': (work) =>
    cockatiel(work, new SamplingBreaker({ threshold: 0.5, duration: 30_000 })),
  'opossum, without its time-out': (work) => {
    const breaker = new Opossum(work, { timeout: false });
    return () => breaker.fire();
  },
};

/** @type {Record<string, (work: Work) => Promise<() => Promise<unknown>>>} */
export const tripped = {
  cockatiel: async (work) => {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: HOUR, breaker: new ConsecutiveBreaker(1) });
    await policy.execute(() => Promise.reject(new Error('down'))).catch(() => {});
    return () => policy.execute(work);
  },
  opossum: async (work) => {
    const breaker = new Opossum(work, { timeout: false, resetTimeout: HOUR });
    breaker.open();
    return () => breaker.fire();
  },
};
