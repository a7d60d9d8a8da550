/** What the page says about states, in one place and in plain words. */

/** @type {Record<import('./data/types.js').EntryState, {label: string, meaning: string}>} */
export const syncWords = {
  queued: { label: 'Queued', meaning: 'In memory, about to be saved on this device.' },
  saved: { label: 'Saved here', meaning: 'Safe on this device, waiting to be sent. It survives a reload.' },
  sending: { label: 'Sending', meaning: 'On its way to the backend.' },
  synced: { label: 'Synced', meaning: 'The backend has it, once and in its place.' },
  parked: { label: 'Needs attention', meaning: 'The backend refused it. Retry or discard it.' },
  streaming: { label: 'Answering', meaning: 'The answer is still arriving. It is saved when it ends.' },
};

/** @type {Record<import('holdfast').QueueStatus['breaker'], {label: string, meaning: string}>} */
export const breakerWords = {
  closed: { label: 'Closed', meaning: 'Requests go out.' },
  open: { label: 'Open', meaning: 'Too many requests failed: the backend is given a rest.' },
  'half-open': {
    label: 'Half-open',
    meaning: 'The rest is over: one request tries whether the backend is back.',
  },
};

/** @typedef {{text: string, tone: 'calm' | 'busy' | 'warn' | 'bad', detail: string}} Saying */

/**
 * @param {import('holdfast').QueueStatus} status
 * @returns {Saying}
 */
export function sayPending({ pending, queued, saved, sending, parked, unread }) {
  const detail = `${queued} queued, ${saved} saved here, ${sending} sending, ${parked} needing attention`;
  const attention = parked > 0 ? `${count(parked, 'message needs', 'messages need')} attention` : '';
  if (pending === 0 && unread && !attention)
    return { text: 'Looking for what waits', tone: 'busy', detail: 'The log of this device is being read.' };
  if (pending === 0)
    return { text: attention || 'Everything is synced', tone: parked ? 'bad' : 'calm', detail };
  const waiting = `${count(pending, 'message', 'messages')} ${sending > 0 ? 'on the way' : 'waiting'}`;
  return { text: attention ? `${waiting}, ${attention}` : waiting, tone: parked ? 'bad' : 'busy', detail };
}

/**
 * @param {import('holdfast').QueueStatus} status
 * @param {number} now in ms since the epoch
 * @returns {Saying}
 */
export function sayBreaker({ breaker, nextAttemptAt, online, paused, pending }, now) {
  if (paused === 'user')
    return { text: 'Sending is paused', tone: 'warn', detail: 'Paused by you. Resume in “Break things”.' };
  if (paused === 'unauthorized') {
    return {
      text: 'Waiting for sign-in',
      tone: 'bad',
      detail: 'The backend did not accept the credentials.',
    };
  }
  const seconds = nextAttemptAt === null ? null : Math.max(0, Math.ceil((nextAttemptAt - now) / 1000));
  const next = seconds === null || seconds === 0 ? '' : `, next try in ${seconds} s`;
  if (breaker === 'open') {
    return {
      text: `Breaker open: giving the backend a rest${next}`,
      tone: 'warn',
      detail: 'Too many requests failed in a row.',
    };
  }
  if (breaker === 'half-open') {
    return {
      text: `Breaker half-open: testing with one request${next}`,
      tone: 'busy',
      detail: 'If it works, the rest follows.',
    };
  }
  if (!online) {
    return {
      text: 'Breaker closed: waiting for the network',
      tone: 'calm',
      detail: 'Being offline is no failure of the backend: nothing is tried, and nothing is counted.',
    };
  }
  const waits = pending > 0 && next !== '';
  return {
    text: waits ? `Breaker closed${next}` : 'Breaker closed: sending freely',
    tone: waits ? 'busy' : 'calm',
    detail: 'Requests go out as soon as there is something to send.',
  };
}

/**
 * @param {import('holdfast').QueueStatus} status
 * @returns {Saying}
 */
export function sayConnection({ online, breaker, lastError, pending }) {
  if (!online)
    return { text: 'Offline', tone: 'warn', detail: 'No network. What you write is kept on this device.' };
  if (breaker === 'open' || (lastError !== null && pending > 0)) {
    return { text: 'Backend unreachable', tone: 'bad', detail: lastError ?? 'The backend does not answer.' };
  }
  return { text: 'Online', tone: 'calm', detail: 'The network is there and the backend answers.' };
}

/**
 * @param {import('holdfast').QueueStatus} status
 * @returns {Saying}
 */
export function sayLeader({ leader }) {
  return leader
    ? { text: 'This tab sends', tone: 'calm', detail: 'One tab sends for all that are open.' }
    : { text: 'Another tab sends', tone: 'calm', detail: 'Another open tab sends for this one too.' };
}

/**
 * @param {import('holdfast').QueueStatus} status
 * @returns {Saying}
 */
export function sayPersistence({ persistence }) {
  return persistence === 'durable'
    ? { text: 'Saved on this device', tone: 'calm', detail: 'What waits survives a reload or a crash.' }
    : {
        text: 'Memory only',
        tone: 'bad',
        detail: 'The browser’s storage is out of reach: what waits is lost when this tab closes.',
      };
}

/** A reason as a sentence: problems of the backend begin small and end without a stop. @param {string} text */
export function sentence(text) {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  return trimmed[0].toUpperCase() + trimmed.slice(1) + (/[.!?…]$/.test(trimmed) ? '' : '.');
}

/**
 * What went wrong, for a person: without paths and names of the platform.
 * @param {unknown} error
 */
export function sayError(error) {
  const { name, message, code } = /** @type {Error & {code?: string}} */ (error);
  if (name === 'AbortError') return 'You stopped it before anything came.';
  if (name === 'TimeoutError') return 'It is not all sent yet. What waits is tried again by itself.';
  if (code === 'backend-unreachable') return 'The backend could not be reached.';
  return sentence(message || String(error));
}

/**
 * @param {number} number
 * @param {string} one
 * @param {string} many
 */
export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/**
 * The time of day for today, else the date too.
 * @param {string} createdAt RFC 3339
 */
export function sayTime(createdAt) {
  const date = new Date(createdAt);
  if (Number.isNaN(date.getTime())) return '';
  return date.toDateString() === new Date().toDateString() ? time.format(date) : dateAndTime.format(date);
}
