import { h, setText } from './dom.js';
import { icon } from './icons.js';
import { syncWords } from '../words.js';

/** Where a message is on its way: a node on the line beside the messages, and words in its heading. */
export class SyncMark {
  node = h('span', { class: 'node', 'aria-hidden': 'true' });
  words = h('span', { class: 'sync-words' });
  #state = '';

  /** @param {import('../data/types.js').EntryState} state */
  show(state) {
    if (state === this.#state) return;
    this.#state = state;
    const { label, meaning } = syncWords[state];
    this.node.replaceChildren(icon(state));
    this.node.dataset.tip = `${label}: ${meaning}`;
    this.words.dataset.tip = meaning;
    setText(this.words, label);
  }
}
