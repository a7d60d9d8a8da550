/** The transport of the AI SDK's useChat(), with the same deltas as parts of a UI message. */
import { DefaultChatTransport } from 'ai';

/** @type {import('../suites/stream/page/contract.js').Client} */
export const aiTransport = {
  nothing: '',
  async open(baseUrl) {
    const transport = new DefaultChatTransport({ api: `${baseUrl}/chat` });
    return {
      async answer(onPart) {
        const parts = await transport.sendMessages({
          trigger: 'submit-message',
          chatId: 'chat',
          messages: [{ id: '1', role: 'user', parts: [{ type: 'text', text: 'What is a holdfast?' }] }],
        });
        const reader = parts.getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          if (part.value.type === 'text-delta') onPart(part.value.delta);
        }
      },
    };
  },
};
