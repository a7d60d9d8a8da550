/**
 * What a person is shown of a conversation that has branches.
 *
 * @module
 */
import { MessageTree } from './MessageTree.js';

/**
 * The thread that is shown: from the first message to the newest, with one of several alternatives in each place.
 *
 * It reads no more of a message than its id, its role and its `parentId`, and takes time in proportion to the number of
 * messages. An answer that streams belongs among them, last, so that it is shown in its place.
 *
 * @template {import('../types.js').ThreadMessage} Message
 * @param {Iterable<Message>} messages in the order in which the backend stores them; those that are queued behind them
 * @param {{conversationId: string, choices?: ReadonlySet<string>}} options `choices`: ids of the alternatives that the
 *   person chose; where none of a place is among them, its newest is shown
 * @returns {import('../types.js').ThreadEntry<Message>[]}
 */
export function threadOf(messages, { conversationId, choices = new Set() }) {
  return new MessageTree(messages, conversationId).thread(choices);
}
