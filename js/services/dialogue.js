/**
 * The order of a conversation as it was spoken.
 *
 * Messages are stored in the order in which they were queued, and an answer is queued when it ends. So a
 * message that was sent while an answer streamed is stored before that answer, although it was said after.
 *
 * @module
 */

/** @typedef {import('../types.js').ChatMessage} ChatMessage */

/**
 * What a model is to answer: each answer behind the message that it answers, and nothing behind the newest
 * message that is not an answer, so that a part of an earlier attempt is not taken for the beginning.
 *
 * @param {ChatMessage[]} messages in the order in which they are stored
 * @returns {ChatMessage[]}
 */
export function toBeAnswered(messages) {
  const asked = new Set(messages.filter(({ role }) => role !== 'assistant').map(({ id }) => id));
  /** @type {Map<string, ChatMessage[]>} */
  const answers = new Map();
  const turns = [];
  for (const message of messages) {
    const { role, parentId } = message;
    if (role !== 'assistant' || parentId === undefined || !asked.has(parentId)) turns.push(message);
    else answers.set(parentId, [...(answers.get(parentId) ?? []), message]);
  }
  const spoken = turns.flatMap((turn) => [turn, ...(answers.get(turn.id) ?? [])]);
  return spoken.slice(0, spoken.findLastIndex(({ role }) => role !== 'assistant') + 1);
}
