/** As the AI SDK's guide to message persistence has it. */
import { DefaultChatTransport } from 'ai';

export const transport = new DefaultChatTransport({ api: '/api/chat' });
export const resume = false;

export const loadMessages = async (id) => (await fetch(`/api/chat/${id}`)).json();

window.pending = () => 0;
