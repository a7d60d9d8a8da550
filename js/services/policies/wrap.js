import { HoldfastError } from '../../HoldfastError.js';
import { checkWork } from '../options.js';
import { contextOf } from './context.js';
import { Timeout } from './timeout.js';

/** @typedef {import('./context.js').Context} Context */

/**
 * What all policies are: something that makes a call, or does not, or makes it again.
 * @typedef {object} Policy
 * @property {<Result>(work: (context: Context) => Result | Promise<Result>, context?: Partial<Context>) => Promise<Result>} execute
 */

/**
 * Several policies as one, the outermost first: `wrap(retry(), breaker, timeout(5_000))` tries again what the breaker
 * guards, and each attempt has 5 s. The `totalMs` of a timeout is around them all, wherever it stands.
 *
 * @param {...Policy} policies
 * @returns {Policy}
 */
export function wrap(...policies) {
  for (const policy of policies) {
    if (typeof policy?.execute === 'function') continue;
    throw new HoldfastError('invalid-option', 'wrap() needs policies, which have execute().', {
      field: 'policies',
    });
  }
  const totals = policies.flatMap((/** @type {unknown} */ policy) =>
    policy instanceof Timeout && policy.total ? [policy.total] : [],
  );
  const all = /** @type {Policy[]} */ ([
    ...totals,
    ...policies.filter((policy) => !totals.some((total) => total === policy)),
  ]);
  return {
    async execute(work, context = {}) {
      checkWork(work);
      const whole = contextOf(context);
      const call = all.reduceRight(
        (inner, policy) => (outer) => policy.execute(inner, outer),
        /** @type {typeof work} */ (work),
      );
      return call(whole);
    },
  };
}
