/**
 * What a circuit breaker may be told, checked when it is made: the module that would complain too may not be loaded yet.
 *
 * @module
 */
import { LONGEST_MS, checkChoice, checkShare, checkWhole, invalidOption } from './options.js';

const DEFAULTS = { windowCalls: 20, minimumCalls: 10, windowMs: 30_000, openMs: 5_000, maxOpenMs: 60_000 };
const MANY = 1_000_000;
const SHORTEST_WINDOW_MS = 10;

/** @param {import('../types.js').BreakerOptions & Record<string, unknown>} options */
export function checkBreakerOptions(options) {
  if (options.failureThreshold !== null) checkWhole(options, 'failureThreshold', 1, MANY);
  if (options.failureRate !== null) checkShare(options, 'failureRate');
  checkChoice(options, 'window', ['calls', 'time']);
  checkWhole(options, 'windowCalls', 1, 10_000);
  checkWhole(options, 'windowMs', options.window === 'time' ? SHORTEST_WINDOW_MS : 1, LONGEST_MS);
  checkWhole(options, 'minimumCalls', 1, MANY);
  checkWhole(options, 'slowCallMs', 1, LONGEST_MS);
  checkShare(options, 'slowCallRate');
  checkWhole(options, 'probes', 1, 1_000);
  checkWhole(options, 'openMs', 1, LONGEST_MS);
  checkWhole(options, 'maxOpenMs', 1, LONGEST_MS);
  checkAgreement(options);
}

/** What each option is allowed to be, and both together are not. @param {import('../types.js').BreakerOptions} options */
function checkAgreement(options) {
  const { openMs, maxOpenMs, windowCalls, minimumCalls } = { ...DEFAULTS, ...options };
  if (openMs > maxOpenMs) throw invalidOption('openMs', 'must not be longer than maxOpenMs');
  if (options.window === 'time' && options.windowCalls !== undefined) {
    throw invalidOption('windowCalls', 'means nothing to a window of time');
  }
  if (options.window !== 'time' && options.minimumCalls !== undefined && minimumCalls > windowCalls) {
    throw invalidOption(
      'minimumCalls',
      'must not be more than windowCalls, or no window would ever be judged',
    );
  }
  if (options.slowCallRate !== undefined && options.slowCallMs === undefined) {
    throw invalidOption('slowCallRate', 'needs slowCallMs to say what is slow');
  }
  if (options.failureThreshold === null && options.failureRate === null && options.slowCallMs === undefined) {
    throw invalidOption('failureThreshold', 'must not be null where nothing else would open the breaker');
  }
}
