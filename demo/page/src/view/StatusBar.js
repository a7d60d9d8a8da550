import { h, setText } from './dom.js';
import { icon } from './icons.js';
import { sayBreaker, sayConnection, sayLeader, sayPending, sayPersistence, syncWords } from '../words.js';

/** How the delivery stands, in words, with a count-down to the next attempt. */
export class StatusBar {
  #items = {
    connection: statusItem('connection'),
    pending: statusItem('pending'),
    breaker: statusItem('breaker'),
    leader: statusItem('leader'),
    persistence: statusItem('persistence'),
  };
  /** @type {import('holdfast').QueueStatus} */
  #status;

  /**
   * @param {HTMLElement} element
   * @param {import('holdfast').Holdfast} holdfast
   */
  constructor(element, holdfast) {
    element.append(...Object.values(this.#items), legendButton(), legend());
    this.#items.connection.setAttribute('role', 'status');
    this.#status = holdfast.persistence.getQueueStatus();
    holdfast.on('status', (status) => {
      this.#status = status;
      this.#show();
    });
    setInterval(() => this.#status.nextAttemptAt !== null && this.#show(), 500);
    this.#show();
  }

  #show() {
    const status = this.#status;
    this.#items.pending.dataset.count = String(status.pending);
    const sayings = {
      connection: sayConnection(status),
      pending: sayPending(status),
      breaker: sayBreaker(status, Date.now()),
      leader: sayLeader(status),
      persistence: sayPersistence(status),
    };
    for (const name of /** @type {(keyof typeof sayings)[]} */ (Object.keys(sayings))) {
      const { text, tone, detail } = sayings[name];
      setText(this.#items[name], text);
      this.#items[name].dataset.tone = tone;
      this.#items[name].title = detail;
    }
  }
}

/** @param {string} name */
const statusItem = (name) => h('span', { class: 'status-item', data: { status: name } });

const legendButton = () =>
  h(
    'button',
    { type: 'button', class: 'legend-button', popovertarget: 'legend', 'aria-label': 'What the marks mean' },
    '?',
  );

/** What the marks beside the messages mean, for those who cannot hover. */
function legend() {
  const rows = Object.entries(syncWords).map(([state, { label, meaning }]) =>
    h(
      'li',
      { data: { state } },
      h('span', { class: 'node' }, icon(/** @type {import('./icons.js').IconName} */ (state))),
      h('span', {}, h('strong', {}, label), ` ${meaning}`),
    ),
  );
  return h(
    'div',
    { id: 'legend', class: 'legend', popover: 'auto', role: 'dialog', 'aria-label': 'What the marks mean' },
    h('h2', {}, 'Where a message is'),
    h('ul', {}, ...rows),
  );
}
