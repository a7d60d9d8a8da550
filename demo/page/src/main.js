import { createHoldfast } from 'holdfast';
import { App } from './App.js';
import { GuestSession } from './network/GuestSession.js';
import { NetworkSwitch } from './network/NetworkSwitch.js';
import { ServerFaults } from './network/ServerFaults.js';
import { Toasts } from './view/Toasts.js';
import { find } from './view/dom.js';
import './styles/index.css';

const toasts = new Toasts(find('#toasts'));
const network = new NetworkSwitch();
const guest = new GuestSession(network.fetch);

try {
  const holdfast = await createHoldfast({
    baseUrl: '/',
    database: 'holdfast-demo',
    fetch: guest.fetch,
    headers: guest.headers,
  });
  holdfast.on('error', ({ message }) => toasts.show(message));
  await new App({ holdfast, network, faults: new ServerFaults(), toasts }).start();
} catch (error) {
  toasts.show(`The chat could not start: ${error instanceof Error ? error.message : error}`);
  throw error;
}
