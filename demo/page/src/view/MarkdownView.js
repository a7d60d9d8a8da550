import { h } from './dom.js';
import { icon } from './icons.js';
import { blocksOf, renderBlock } from './markdown.js';

/**
 * Shows a Markdown text that may still be growing. Only the blocks that changed are rendered again, so
 * that the cost of a frame does not grow with the length of the answer.
 */
export class MarkdownView {
  element = h('div', { class: 'prose' });
  #text = '';
  /** @type {{raw: string, element: HTMLElement}[]} */
  #shown = [];

  /** @param {string} text */
  show(text) {
    if (text === this.#text) return;
    this.#text = text;
    const blocks = blocksOf(text);
    let same = 0;
    while (same < this.#shown.length && this.#shown[same].raw === blocks[same]?.raw) same += 1;
    for (const { element } of this.#shown.splice(same)) element.remove();
    for (const block of blocks.slice(same)) this.#append(block);
  }

  /** @param {import('marked').Token} block */
  #append(block) {
    const element = h('div', { class: 'block' }, renderBlock(block));
    for (const code of element.querySelectorAll('pre')) dressCode(code);
    for (const table of element.querySelectorAll('table')) {
      const frame = h('div', { class: 'table-frame', tabindex: '0', role: 'group', 'aria-label': 'Table' });
      table.replaceWith(frame);
      frame.append(table);
    }
    this.element.append(element);
    this.#shown.push({ raw: block.raw, element });
  }
}

/** @param {HTMLPreElement} code */
function dressCode(code) {
  code.tabIndex = 0;
  code.setAttribute('role', 'group');
  code.setAttribute('aria-label', 'Code');
  const label = h('span', { class: 'visually-hidden' }, 'Copy the code');
  const copy = async () => {
    await navigator.clipboard?.writeText(code.textContent ?? '');
    label.textContent = 'Copied';
    button.classList.add('done');
    setTimeout(() => {
      label.textContent = 'Copy the code';
      button.classList.remove('done');
    }, 2000);
  };
  const button = h('button', {
    type: 'button',
    class: 'copy-button',
    data: { action: 'copy' },
    on: { click: copy },
  });
  button.append(icon('copy'), label);
  const frame = h('div', { class: 'code-frame' });
  code.replaceWith(frame);
  frame.append(code, button);
}
