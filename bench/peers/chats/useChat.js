/** A chat on the AI SDK, which streams answers and keeps nothing. React is what its user has already. */
import { Chat } from '@ai-sdk/react';
import { DefaultChatTransport } from 'ai';

export { useChat } from '@ai-sdk/react';

/** @type {import('../../suites/size/chats/contract.js').Open} */
export const open = async (name) =>
  new Chat({ id: name, transport: new DefaultChatTransport({ api: '/chat' }) });
