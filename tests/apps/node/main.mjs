/** Writes a message, waits for the answer, and prints what the backend has then: `node main.mjs BACKEND MESSAGE`. */
import { createHoldfast } from 'holdfast';

const [baseUrl, text] = process.argv.slice(2);
const holdfast = await createHoldfast({ baseUrl });
await holdfast.conversations.createConversation({ id: 'trip', firstMessage: text });
let parts = 0;
holdfast.on('message', ({ state }) => (parts += state === 'streaming'));
const { answer } = await holdfast.messages.sendMessage(text, 'trip');
await answer.synced;
const { pending } = holdfast.persistence.getQueueStatus();
await holdfast.close();

// Another program reads it.
const reader = await createHoldfast({ baseUrl });
const { messages } = await reader.conversations.getMessages('trip');
await reader.close();
const lines = messages.map(({ role, content }) => `${role}: ${content}`);
console.log(JSON.stringify({ lines, pending, streamed: parts > 1 }));
