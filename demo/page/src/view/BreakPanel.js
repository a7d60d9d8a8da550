import { read, write } from '../data/storage.js';
import { BreakerTimeline } from './BreakerTimeline.js';
import { h, setText } from './dom.js';
import { EventLog } from './EventLog.js';
import { faultControls } from './FaultControls.js';
import { icon } from './icons.js';

const counters = {
  queuedMessages: 'messages queued',
  successfulSyncs: 'messages synced',
  failedSyncs: 'requests failed',
  retryAttempts: 'requests retried',
};

/** The drawer that breaks things, and shows what comes of it. */
export class BreakPanel {
  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element
   * @param {HTMLElement} parts.button what opens it
   * @param {import('holdfast').Holdfast} parts.holdfast
   * @param {import('../network/NetworkSwitch.js').NetworkSwitch} parts.network
   * @param {import('../network/ServerFaults.js').ServerFaults} parts.faults
   * @param {(work: Promise<unknown>) => void} parts.run
   */
  constructor({ element, button, holdfast, network, faults, run }) {
    this.element = element;
    this.button = button;
    this.faults = faults;
    const close = h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': 'Close “Break things”',
        on: { click: () => this.toggle(false) },
      },
      icon('close'),
    );
    element.append(
      h('div', { class: 'panel-head' }, h('h2', {}, 'Break things'), close),
      h(
        'p',
        { class: 'panel-intro' },
        'Break the network or the server, keep writing, and watch every message arrive once and in order.',
      ),
      faultControls(network, faults),
      queueControls(holdfast, run),
      new BreakerTimeline(holdfast).element,
      counterList(holdfast),
      h('h3', {}, 'What happens'),
      new EventLog(holdfast).element,
    );
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.toggle(false);
    });
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && !this.element.hidden) void this.faults.load();
    });
    if (read('panel', false) && window.innerWidth > 1100) this.#open(false);
  }

  /** @param {boolean} [open] */
  toggle(open = this.element.hidden !== false) {
    if (open) this.#open(true);
    else {
      const hadFocus = this.element.contains(document.activeElement);
      this.element.hidden = true;
      this.button.setAttribute('aria-expanded', 'false');
      write('panel', null);
      if (hadFocus) this.button.focus();
    }
  }

  /** @param {boolean} takesFocus */
  #open(takesFocus) {
    this.element.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    write('panel', true);
    if (takesFocus) this.element.querySelector('input')?.focus();
    void this.faults.load();
  }
}

/**
 * @param {import('holdfast').Holdfast} holdfast
 * @param {(work: Promise<unknown>) => void} run
 */
function queueControls({ persistence, on }, run) {
  const pause = h('button', { type: 'button', class: 'small-button', data: { action: 'pause' } });
  const flush = h('button', { type: 'button', class: 'small-button', data: { action: 'flush' } }, 'Send now');
  const show = () => setText(pause, persistence.getQueueStatus().paused ? 'Resume sending' : 'Pause sending');
  pause.addEventListener('click', () => {
    if (persistence.getQueueStatus().paused) persistence.resume();
    else persistence.pause();
    show();
  });
  flush.addEventListener('click', () => run(persistence.flush({ signal: AbortSignal.timeout(20_000) })));
  on('status', show);
  show();
  return h('div', { class: 'panel-section row' }, pause, flush);
}

/** @param {import('holdfast').Holdfast} holdfast */
function counterList(holdfast) {
  const values = Object.keys(counters).map((name) => h('dd', { data: { metric: name } }));
  const show = (/** @type {import('holdfast').PersistenceMetrics} */ metrics) => {
    for (const value of values) {
      const name = /** @type {keyof typeof counters} */ (value.dataset.metric);
      setText(value, String(metrics[name]));
    }
  };
  holdfast.on('metrics', show);
  show(holdfast.metrics());
  const rows = Object.values(counters).map((label, index) => h('div', {}, h('dt', {}, label), values[index]));
  return h('dl', { class: 'counters', 'aria-label': 'Counters since this page was loaded' }, ...rows);
}
