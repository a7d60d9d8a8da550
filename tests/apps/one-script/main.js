/** As a page has it that takes one script from a CDN, and keeps what it shows by itself. */
import { createHoldfast } from './node_modules/holdfast/dist/inline/holdfast.js';

const baseUrl = new URLSearchParams(location.search).get('backend');
const holdfast = await createHoldfast({ baseUrl });
const list = document.querySelector('ol');

function show({ id, role, content }, state) {
  const line = document.getElementById(id) ?? list.appendChild(document.createElement('li'));
  line.id = id;
  line.dataset.state = state;
  line.textContent = `${role}: ${content}`;
}

holdfast.on('message', ({ message, state }) => message && show(message, state));
const { messages } = await holdfast.conversations
  .getMessages('trip')
  .catch(() => holdfast.conversations.createConversation({ id: 'trip' }).then(() => ({ messages: [] })));
for (const message of messages) show(message, 'synced');
list.dataset.history = 'backend';

document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  void holdfast.messages.sendMessage(new FormData(event.target).get('text'), 'trip');
  event.target.reset();
});
