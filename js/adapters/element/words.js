/** @typedef {import('../../types.js').QueueStatus} QueueStatus */
/** @typedef {import('../stores.js').MessageSnapshot} MessageSnapshot */

/**
 * @typedef {object} Saying
 * @property {string} state
 * @property {Record<string, string | number>} values what the words may say: `{count}`, `{error}`
 */

/** What `<holdfast-status>` says, by state; an attribute `label-STATE` says it otherwise. */
export const STATUS_WORDS = {
  attention: 'Needs attention: {count}',
  'signed-out': 'Sign in to send what waits',
  paused: 'Sending is paused',
  memory: 'Not saved on this device: {count}. Keep this page open',
  offline: 'Offline',
  'offline-waiting': 'Offline, {count} waiting',
  unreachable: 'Backend unreachable, {count} waiting',
  sending: 'Sending {count}',
  looking: 'Looking for what waits',
  synced: 'Everything is synced',
};

/** What `<holdfast-message-state>` says, by state; an attribute `label-STATE` says it otherwise. */
export const MESSAGE_WORDS = {
  queued: 'Queued',
  saved: 'Saved here',
  sending: 'Sending',
  synced: 'Synced',
  parked: 'Needs attention: {error}',
  streaming: 'Answering',
  failed: 'No answer: {error}',
  unknown: '',
};

/**
 * The one thing that a person should know of the outbox: what needs them comes first.
 *
 * @param {QueueStatus} status
 * @returns {Saying}
 */
export function sayStatus(status) {
  const { pending, parked } = status;
  if (parked > 0) return { state: 'attention', values: { count: parked } };
  return { state: stateOf(status), values: { count: pending } };
}

/** @param {QueueStatus} status @returns {keyof typeof STATUS_WORDS} */
function stateOf({ pending, paused, persistence, online, breaker, lastError, unread }) {
  const waits = pending > 0;
  if (paused === 'unauthorized') return 'signed-out';
  if (waits && persistence === 'memory') return 'memory';
  if (paused === 'user') return 'paused';
  if (!online) return waits ? 'offline-waiting' : 'offline';
  if (waits) return breaker === 'closed' && lastError === null ? 'sending' : 'unreachable';
  return unread ? 'looking' : 'synced';
}

/** @param {MessageSnapshot} message @returns {Saying} */
export const sayMessage = ({ state, error }) => ({ state, values: { error: error ?? '' } });

/** How urgent a state is, which its mark shows. @type {Record<string, 'calm' | 'busy' | 'warn' | 'bad'>} */
export const TONES = {
  attention: 'bad',
  'signed-out': 'bad',
  parked: 'bad',
  failed: 'bad',
  memory: 'warn',
  paused: 'warn',
  offline: 'warn',
  'offline-waiting': 'warn',
  unreachable: 'warn',
  sending: 'busy',
  looking: 'busy',
  queued: 'busy',
  saved: 'busy',
  streaming: 'busy',
  synced: 'calm',
  unknown: 'calm',
};

/**
 * @param {string} words
 * @param {Saying['values']} values
 */
export const filled = (words, values) =>
  words.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
