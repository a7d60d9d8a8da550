import { h } from './dom.js';
import { oncePerFrame } from './oncePerFrame.js';

const maxLines = 120;
const time = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** The newest things that Holdfast did, newest first. */
export class EventLog {
  element = h('ol', { class: 'event-log', tabindex: '0', 'aria-label': 'Event log, newest first' });
  /** @type {{at: number, name: string, text: string, bad: boolean}[]} */
  #new = [];
  #render = oncePerFrame(() => this.#show());

  /** @param {import('holdfast').Holdfast} holdfast */
  constructor(holdfast) {
    holdfast.on('trace', ({ name, at, detail }) => this.#add({ at, name, text: say(detail), bad: false }));
    holdfast.on('error', ({ code, message }) =>
      this.#add({ at: Date.now(), name: code, text: message, bad: true }),
    );
  }

  /** @param {{at: number, name: string, text: string, bad: boolean}} line */
  #add(line) {
    this.#new.push(line);
    if (this.#new.length > maxLines) this.#new.shift();
    this.#render();
  }

  #show() {
    for (const { at, name, text, bad } of this.#new.splice(0)) {
      this.element.prepend(
        h(
          'li',
          { class: bad ? 'bad' : '' },
          h('span', { class: 'event-time' }, time.format(at)),
          h('span', { class: 'event-name' }, name),
          h('span', { class: 'event-detail' }, text),
        ),
      );
    }
    while (this.element.childElementCount > maxLines) this.element.lastElementChild?.remove();
  }
}

/** @param {Record<string, unknown>} detail */
function say(detail) {
  return Object.entries(detail ?? {})
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
}
