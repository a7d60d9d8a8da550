/** A chat with nothing but Holdfast: what was written, what was answered, and where each message is. */
import { defineHoldfastElements } from 'holdfast/element';
import { conversationStore } from 'holdfast/stores';

/** @param {import('holdfast').Holdfast} holdfast */
export function startChat(holdfast) {
  defineHoldfastElements({ holdfast });
  const list = document.querySelector('ol');
  const conversation = conversationStore(holdfast, 'trip');

  conversation.subscribe(({ messages, history }) => {
    list.dataset.history = history;
    list.replaceChildren(...messages.map(lineOf));
  });
  document.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    void conversation.send(new FormData(event.target).get('text'));
    event.target.reset();
  });
}

function lineOf({ role, content, state }) {
  const line = document.createElement('li');
  line.dataset.state = state;
  line.textContent = `${role}: ${content}`;
  return line;
}
