import { BreakerHistory } from '../data/BreakerHistory.js';
import { breakerWords, sayBreaker } from '../words.js';
import { h, setChildren, setText } from './dom.js';

/** What the strip shows: an outage that opens the breaker, a probe or two, and the end of it. */
const SHOWN_MS = 60_000;
const STEP_MS = 250;

/** The breaker of the outbox on a time line: when it was open, when it probed, and how each request ended. */
export class BreakerTimeline {
  #history = new BreakerHistory(SHOWN_MS);
  #persistence;
  #strip = h('div', { class: 'breaker-strip', 'aria-hidden': 'true' });
  #saying = h('p', { class: 'breaker-saying', data: { breaker: 'saying' } });

  /** @param {import('holdfast').Holdfast} holdfast */
  constructor(holdfast) {
    this.#persistence = holdfast.persistence;
    this.element = h(
      'section',
      { class: 'breaker-timeline', 'aria-label': 'Circuit breaker' },
      h('h3', {}, 'Circuit breaker, the last minute'),
      this.#strip,
      h(
        'p',
        { class: 'breaker-axis', 'aria-hidden': 'true' },
        h('span', {}, '1 min ago'),
        h('span', {}, 'now'),
      ),
      this.#saying,
      legend(),
    );
    this.#history.entered(this.#persistence.getQueueStatus().breaker, Date.now());
    holdfast.on('status', ({ breaker }) => {
      this.#history.entered(breaker, Date.now());
      this.#show();
    });
    holdfast.on('trace', ({ name, at, detail }) => {
      if (name === 'answered') {
        const status = Number(detail.status);
        this.#history.attempted({ at, ok: status < 300, text: `answered ${status}` });
      } else if (name === 'unanswered') {
        this.#history.attempted({ at, ok: false, text: 'no answer' });
      }
    });
    setInterval(() => this.#show(), STEP_MS);
    this.#show();
  }

  #show() {
    if (document.hidden || this.element.closest('[hidden]')) return;
    const now = Date.now();
    const { spans, attempts } = this.#history.until(now);
    const share = (/** @type {number} */ ms) => `${(100 * ms) / SHOWN_MS}%`;
    setChildren(this.#strip, [
      ...spans.map(({ state, from, to }) => {
        const span = h('span', { class: 'breaker-span', data: { state }, title: breakerWords[state].label });
        span.style.right = share(now - to);
        span.style.width = share(to - from);
        return span;
      }),
      ...attempts.map(({ at, ok, text }) => {
        const mark = h('span', { class: 'breaker-mark', data: { ok: String(ok) }, title: text });
        mark.style.right = share(now - at);
        return mark;
      }),
    ]);
    setText(this.#saying, sayBreaker(this.#persistence.getQueueStatus(), now).text);
  }
}

function legend() {
  const states = Object.entries(breakerWords).map(([state, { label, meaning }]) =>
    h('li', { title: meaning }, h('span', { class: 'breaker-key', data: { state } }), label),
  );
  const marks = Object.entries({ true: 'request answered', false: 'request failed' }).map(([ok, label]) =>
    h('li', {}, h('span', { class: 'breaker-mark', data: { ok } }), label),
  );
  return h('ul', { class: 'breaker-legend' }, ...states, ...marks);
}
