import { createHoldfast } from 'holdfast';
import { holdfastTransport } from 'holdfast/ai-sdk';

const holdfast = await createHoldfast({ baseUrl: '/' });

export const transport = holdfastTransport(holdfast);
export const resume = true;

/** What the backend has, and what waits on this device. */
export async function loadMessages(id) {
  const stored = await holdfast.conversations.getMessages(id).catch(() => ({ messages: [] }));
  const known = new Set(stored.messages.map((message) => message.id));
  const pending = await holdfast.persistence.pending(id);
  const waiting = pending.map(({ message }) => message).filter((message) => !known.has(message.id));
  return [...stored.messages, ...waiting].map(({ id: messageId, role, content }) => ({
    id: messageId,
    role,
    parts: [{ type: 'text', text: content }],
  }));
}

// For the test, which waits until nothing is on its way, and reloads only when what was written is kept.
window.pending = () => holdfast.persistence.getQueueStatus().pending;
window.queued = () => holdfast.persistence.getQueueStatus().queued;
