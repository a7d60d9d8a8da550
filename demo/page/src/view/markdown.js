import DOMPurify from 'dompurify';
import { Marked } from 'marked';

/**
 * Markdown of an answer to DOM. Three things keep it safe: HTML in the text is shown as text, pictures
 * become links (nothing is fetched from a stranger), and DOMPurify lets a short list of tags through.
 */
const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escape(text),
    image: ({ href, text }) => `<a href="${escape(href)}">${escape(text || href)}</a>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

const purifier = DOMPurify(window);

purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName !== 'A' || !node.hasAttribute('href')) return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer nofollow');
});

const allowed = {
  ALLOWED_TAGS: [
    ...['a', 'blockquote', 'br', 'code', 'del', 'em', 'hr', 'li', 'ol', 'p', 'pre', 'strong', 'ul'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'title', 'start', 'align', 'class'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  RETURN_DOM_FRAGMENT: /** @type {const} */ (true),
};

/** The top-level pieces of a text: paragraphs, lists, code blocks. @param {string} text */
export function blocksOf(text) {
  return marked.lexer(text).filter((token) => token.type !== 'space');
}

/**
 * @param {import('marked').Token} block
 * @returns {DocumentFragment}
 */
export function renderBlock(block) {
  return purifier.sanitize(marked.parser([block]), allowed);
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
