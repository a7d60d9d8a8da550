/** Sizes as rows. */
import { rowOf } from '../../lib/stats.mjs';

/** @typedef {import('../../lib/stats.mjs').Row} Row */

const encodings = /** @type {const} */ (['gzip', 'brotli']);

/** @param {string} name @param {import('./weigh.mjs').Sizes} sizes @returns {Row[]} */
const rowsOf = (name, sizes) =>
  encodings.map((encoding) => rowOf(`${name}, ${encoding}`, 'B', [sizes[encoding]]));

/**
 * What is only JavaScript has its sum alone.
 * @param {string} name
 * @param {import('./weigh.mjs').Weight} weight
 */
const weightRows = (name, { scripts, wasm, all }) =>
  wasm === undefined
    ? rowsOf(`${name}: all`, all)
    : [
        ...rowsOf(`${name}: JavaScript`, scripts),
        ...rowsOf(`${name}: WebAssembly`, wasm),
        ...rowsOf(`${name}: all`, all),
      ];

/** @param {import('./weigh.mjs').ExportWeight[]} weights */
export const exportRows = (weights) =>
  weights.flatMap(({ entry, weight, added }) => [
    ...weightRows(`\`${entry}\``, weight),
    ...(added ? rowsOf(`\`${entry}\`: added to \`.\``, added) : []),
  ]);

/** @param {{name: string}[]} chats @param {import('./weigh.mjs').Weight[]} weights one for each */
export const chatRows = (chats, weights) =>
  chats.flatMap(({ name }, i) => weightRows(`a chat with ${name}`, weights[i]));
