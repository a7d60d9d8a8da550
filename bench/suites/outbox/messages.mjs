/** The messages that every contestant queues: the same ones, in the page and for whoever checks what arrived. */

/** @typedef {{id: string, role: 'user', content: string, createdAt: string}} Message */

/** All of them are of one conversation: the strictest order there is. */
export const CONVERSATION = 'bench';

/** @param {number} number from 1 */
export const idOf = (number) => `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;

/**
 * @param {number} count
 * @param {number} bytes of one message as JSON
 * @param {number} [first] the number of the first
 * @returns {Message[]}
 */
export function messagesOf(count, bytes, first = 1) {
  const bare = messageOf(first, '');
  const content = 'x'.repeat(bytes - JSON.stringify(bare).length);
  return Array.from({ length: count }, (_, i) => messageOf(first + i, content));
}

/** @param {number} number @param {string} content @returns {Message} */
const messageOf = (number, content) => ({
  id: idOf(number),
  role: 'user',
  content,
  createdAt: '2026-11-22T10:00:00.000Z',
});
