/**
 * Whether the backend is thought to be within reach, as far as the status tells.
 *
 * @param {import('../types.js').QueueStatus} status
 */
export const isReachable = ({ online, breaker, lastError }) =>
  online && breaker === 'closed' && lastError === null;
