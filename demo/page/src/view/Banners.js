import { h, setChildren } from './dom.js';
import { healthy } from '../network/ServerFaults.js';
import { icon } from './icons.js';

/**
 * Says in plain sight what is broken on purpose, with a button that mends it.
 * @param {HTMLElement} element
 * @param {import('../network/NetworkSwitch.js').NetworkSwitch} network
 * @param {import('../network/ServerFaults.js').ServerFaults} faults
 */
export function banners(element, network, faults) {
  const show = () => {
    const rows = [];
    if (network.mode !== 'connected') {
      rows.push(banner('network', sayNetwork(network.mode), 'Reconnect', () => network.set('connected')));
    }
    if (faults.active) {
      rows.push(
        banner(
          'server',
          `${sayFaults(faults.current)} on purpose.`,
          'Mend the server',
          () => void faults.set(healthy),
        ),
      );
    }
    setChildren(element, rows);
  };
  network.on('changed', show);
  faults.on('changed', show);
  show();
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} label
 * @param {() => void} onClick
 */
function banner(name, text, label, onClick) {
  const button = h('button', { type: 'button', class: 'small-button', on: { click: onClick } }, label);
  return h(
    'div',
    { class: 'banner', role: 'status', data: { banner: name } },
    icon('break'),
    h('span', {}, text),
    button,
  );
}

/** @param {import('../network/NetworkSwitch.js').NetworkMode} mode */
const sayNetwork = (mode) =>
  mode === 'offline' ? 'The network is cut on purpose.' : 'The backend is out of reach on purpose.';

const list = new Intl.ListFormat('en');

/** @param {import('../network/ServerFaults.js').Faults} faults */
function sayFaults({ fail, delayMs, dropAnswers, cutStreamsAfterEvents }) {
  const parts = [
    fail > 0 && `fails with ${fail}`,
    delayMs > 0 && `is ${delayMs / 1000} s slow`,
    dropAnswers && 'never answers',
    cutStreamsAfterEvents > 0 && 'breaks answers off',
  ].filter((part) => part !== false);
  return `The server ${parts.length > 0 ? list.format(parts) : 'misbehaves'}`;
}
