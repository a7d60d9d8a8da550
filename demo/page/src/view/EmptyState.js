import { h } from './dom.js';
import { icon } from './icons.js';

const suggestions = [
  'Explain how a holdfast anchors kelp to rock',
  'Write a small example of a retry with back-off in JavaScript',
  'Compare three ways to queue messages offline, in a table',
];

/**
 * What a new conversation looks like.
 * @param {(text: string) => void} onSuggestion
 */
export function emptyState(onSuggestion) {
  const buttons = suggestions.map((text) =>
    h(
      'li',
      {},
      h('button', { type: 'button', class: 'suggestion', on: { click: () => onSuggestion(text) } }, text),
    ),
  );
  return h(
    'section',
    { class: 'empty-state', 'aria-labelledby': 'empty-title' },
    icon('holdfast'),
    h('h2', { id: 'empty-title' }, 'Say it once. It holds.'),
    h(
      'p',
      {},
      'Every message is saved on this device first and delivered once, in order, whatever the network does. Try it: write something, then open “Break things”.',
    ),
    h('ul', { class: 'suggestions' }, ...buttons),
  );
}
