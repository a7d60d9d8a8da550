/**
 * The shapes that the page's own modules share. This file holds types alone; it has no code.
 *
 * @typedef {{id: string, title: string, createdAt: string}} Conversation
 * @typedef {'complete' | 'aborted' | 'interrupted'} MessageStatus
 * @typedef {object} Message
 * @property {string} id
 * @property {'system' | 'user' | 'assistant' | 'tool'} role
 * @property {string} content
 * @property {string} createdAt
 * @property {string} [parentId]
 * @property {MessageStatus} [status]
 * @typedef {Message & {position: number}} StoredMessage
 *
 * @typedef {'queued' | 'saved' | 'sending' | 'synced' | 'parked' | 'streaming'} EntryState
 *
 * A message as the page shows it.
 * @typedef {object} Entry
 * @property {string} id
 * @property {Message} message
 * @property {EntryState} state
 * @property {number | null} position the place on the backend, once known
 * @property {number} order the place in this page's queue; later is larger
 * @property {string | null} error why it needs attention
 *
 * An entry in the thread that is shown: `alternatives` are the ids of those in its place, `follows` the id of what it
 * answers or follows.
 * @typedef {{entry: Entry, alternatives: string[], follows: string}} ShownEntry
 *
 * Why an answer could not be had; `questionId` where it is known what was to be answered.
 * @typedef {{reason: string, questionId: string | null}} Failure
 */

export {};
