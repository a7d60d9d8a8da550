/** Holdfast, by its public interface. */
import { createHoldfast } from 'holdfast';

/** @type {import('./contract.js').Chat['open']} */
export const open = (name) => createHoldfast({ baseUrl: '/api', database: name });
