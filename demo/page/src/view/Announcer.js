import { blocksOf, renderBlock } from './markdown.js';

const maxCharacters = 400;

const beginnings = { complete: 'Answer', aborted: 'Answer stopped', interrupted: 'Answer broke off' };

/**
 * Tells a screen reader that an answer has come, once, when it has ended: not token by token.
 * @param {HTMLElement} element a polite live region
 * @param {import('../data/ChatStore.js').ChatStore} store
 */
export function announceAnswers(element, store) {
  store.on('answered', ({ log, entry }) => {
    const { content, status } = entry.message;
    const start = beginnings[status ?? 'complete'];
    const text = firstWords(content);
    element.textContent = `${start} in ${store.title(log.id) ?? 'this conversation'}: ${text}`;
  });
}

/** @param {string} markdown */
function firstWords(markdown) {
  let text = '';
  for (const block of blocksOf(markdown)) {
    text += `${renderBlock(block).textContent?.trim()} `;
    if (text.length > maxCharacters) return `${text.slice(0, maxCharacters)}…`;
  }
  return text;
}
