/** As a page has it that takes one script from a CDN, and keeps what it shows by itself. */
import { createHoldfast } from './node_modules/holdfast/dist/inline/holdfast.js';

const baseUrl = new URLSearchParams(location.search).get('backend');
const holdfast = await createHoldfast({ baseUrl });
const list = document.querySelector('ol');

function show({ id, state, message }) {
  const line = document.getElementById(id) ?? list.appendChild(document.createElement('li'));
  line.id = id;
  line.dataset.state = state;
  if (message) line.textContent = `${message.role}: ${message.content}`;
}

holdfast.on('message', show);
const { messages } = await holdfast.conversations
  .getMessages('trip')
  .catch(() => holdfast.conversations.createConversation({ id: 'trip' }).then(() => ({ messages: [] })));
for (const message of messages) show({ id: message.id, state: 'synced', message });
list.dataset.history = 'backend';

document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  void holdfast.messages.sendMessage(new FormData(event.target).get('text'), 'trip');
  event.target.reset();
});
