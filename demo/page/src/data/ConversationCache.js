import { read, write } from './storage.js';

const maxConversations = 12;
const maxMessages = 120;
const maxCharacters = 200_000;

/**
 * What this device remembers of the backend: the titles, and the newest messages of the conversations
 * that were open, so that a reload during an outage still shows the chat. Messages that the backend
 * does not have yet are not here: they are in Holdfast's own log.
 */
export class ConversationCache {
  /** @returns {import('./types.js').Conversation[]} */
  titles() {
    return read('conversations', []);
  }

  /** @param {import('./types.js').Conversation[]} conversations */
  saveTitles(conversations) {
    write('conversations', conversations.slice(0, 200));
  }

  /**
   * @param {string} conversationId
   * @returns {import('./types.js').StoredMessage[]}
   */
  messages(conversationId) {
    return read(`messages.${conversationId}`, []);
  }

  /**
   * @param {string} conversationId
   * @param {import('./types.js').StoredMessage[]} messages by position
   */
  saveMessages(conversationId, messages) {
    const newest = newestWithin(messages);
    if (newest.length === 0) return;
    const recent = [conversationId, ...read('recent', []).filter((id) => id !== conversationId)];
    for (const forgotten of recent.splice(maxConversations)) write(`messages.${forgotten}`, null);
    while (!write(`messages.${conversationId}`, newest) && recent.length > 1) {
      write(`messages.${recent.pop()}`, null);
    }
    write('recent', recent);
  }
}

/** @param {import('./types.js').StoredMessage[]} messages */
function newestWithin(messages) {
  let characters = 0;
  let first = messages.length;
  while (first > 0 && messages.length - first < maxMessages) {
    characters += messages[first - 1].content.length;
    if (characters > maxCharacters) break;
    first -= 1;
  }
  return messages.slice(first);
}
