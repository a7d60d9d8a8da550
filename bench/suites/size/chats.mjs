/** The same chat with everybody: what it weighs, and how soon it can take a message. */
import path from 'node:path';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { bundle } from './bundle.mjs';

/** @typedef {{contestant: string, name: string, file: string}} Chat */

/** @type {Chat} */
export const own = { contestant: 'holdfast', name: 'Holdfast', file: 'bench/suites/size/chats/holdfast.js' };
/** @type {Chat} */
export const replicache = {
  contestant: 'replicache',
  name: 'Replicache',
  file: 'bench/peers/chats/replicache.js',
};
/** @type {Chat} */
export const useChat = {
  contestant: 'useChat',
  name: 'useChat, without React',
  file: 'bench/peers/chats/useChat.js',
};

/** @type {Chat[]} */
export const chats = [
  own,
  {
    contestant: 'inline',
    name: 'Holdfast, inline',
    file: 'bench/suites/size/chats/inline.js',
  },
  { contestant: 'rxdb', name: 'RxDB, its Dexie storage', file: 'bench/peers/chats/rxdb.js' },
  replicache,
  useChat,
  {
    contestant: 'assembled',
    name: 'workbox, cockatiel, eventsource-parser and idb',
    file: 'bench/peers/chats/assembled.js',
  },
];

/** Where a page finds what was built of a chat, below the folder of the page. @param {string} contestant */
const chatFolder = (contestant) => `chats/${contestant}`;

/**
 * @param {Chat} chat
 * @param {string} site the folder of the page
 */
export const bundleChat = ({ contestant, file }, site) =>
  bundle({
    code: `export * from '${inRoot(file)}';`,
    folder: path.join(site, chatFolder(contestant)),
    external: ['react'],
  });
