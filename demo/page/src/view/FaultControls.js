import { choice, slider, toggle } from './controls.js';
import { h } from './dom.js';

const notices = {
  unknown: 'Asking the server…',
  available: '',
  disabled: 'This server cannot be broken from here: start it with --demo-faults.',
  unreachable: 'The server does not answer, so its faults cannot be set.',
};

/**
 * What can be broken: the network of this browser, and the server.
 * @param {import('../network/NetworkSwitch.js').NetworkSwitch} network
 * @param {import('../network/ServerFaults.js').ServerFaults} faults
 */
export function faultControls(network, faults) {
  const cut = choice(
    'network',
    'Network',
    [
      { value: 'connected', label: 'Connected' },
      { value: 'offline', label: 'Offline', hint: 'Requests fail, and the browser says that it is offline.' },
      {
        value: 'unreachable',
        label: 'Unreachable',
        hint: 'Requests fail, and the browser believes that it is online.',
      },
    ],
    (mode) => network.set(/** @type {import('../network/NetworkSwitch.js').NetworkMode} */ (mode)),
  );
  const fail = choice(
    'fail',
    'Server',
    [
      { value: '0', label: 'Healthy' },
      { value: '503', label: '503', hint: 'Service unavailable' },
      { value: '500', label: '500', hint: 'Internal error' },
      { value: '429', label: '429', hint: 'Too many requests, with Retry-After' },
    ],
    (status) => void faults.set({ fail: /** @type {0 | 429 | 500 | 503} */ (Number(status)) }),
  );
  const seconds = (/** @type {number} */ value) => (value === 0 ? 'no' : `${value} s`);
  const retryAfter = slider(
    'retryAfterSeconds',
    'Retry-After',
    { max: 30, step: 1 },
    seconds,
    (value) => void faults.set({ retryAfterSeconds: value || undefined }),
  );
  const delay = slider(
    'delayMs',
    'Slow every answer by',
    { max: 8000, step: 250 },
    (value) => seconds(value / 1000),
    (value) => void faults.set({ delayMs: value }),
  );
  const cutAfter = slider(
    'cutStreamsAfterEvents',
    'Break answers off after',
    { max: 60, step: 1 },
    (value) => (value === 0 ? 'never' : `${value} events`),
    (value) => void faults.set({ cutStreamsAfterEvents: value }),
  );
  const drop = toggle(
    'dropAnswers',
    'Do the work, lose the answer',
    (on) => void faults.set({ dropAnswers: on }),
  );

  const notice = h('p', { class: 'panel-notice', role: 'status' });
  const server = h(
    'div',
    { class: 'panel-group' },
    fail.element,
    retryAfter.element,
    delay.element,
    cutAfter.element,
    drop.element,
  );

  const show = () => {
    cut.show(network.mode);
    fail.show(String(faults.current.fail));
    retryAfter.show(faults.current.retryAfterSeconds ?? 0);
    delay.show(faults.current.delayMs);
    cutAfter.show(faults.current.cutStreamsAfterEvents);
    drop.show(faults.current.dropAnswers);
    notice.textContent = notices[faults.availability];
    notice.hidden = faults.availability === 'available';
    server.inert = faults.availability === 'disabled';
  };
  network.on('changed', show);
  faults.on('changed', show);
  show();
  return h('div', { class: 'panel-section' }, cut.element, notice, server);
}
