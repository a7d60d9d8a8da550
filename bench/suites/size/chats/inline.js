/** Holdfast with the WebAssembly in the script. */
import { createHoldfast } from 'holdfast/inline';

/** @type {import('./contract.js').Chat['open']} */
export const open = (name) => createHoldfast({ baseUrl: '/api', database: name });
