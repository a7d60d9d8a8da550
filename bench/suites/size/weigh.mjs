/** What a user downloads for each export of the package. */
import path from 'node:path';
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { distFolder } from '../../../scripts/lib/paths.mjs';
import { sizesOf } from '../../lib/sizes.mjs';
import { bundleExports } from './bundleExports.mjs';
import { readManifest, scriptExports } from './exports.mjs';

/**
 * @typedef {ReturnType<typeof sizesOf>} Sizes
 * @typedef {{scripts: Sizes, wasm: Sizes | undefined, all: Sizes}} Weight
 */

/** The module that an engine with vectors loads, which is every one since 2023. @type {Sizes | undefined} */
let module;
const moduleSizes = () => (module ??= sizesOf([path.join(distFolder, 'wasm', 'holdfast.wasm')]));

/** @param {import('./bundle.mjs').Bundle} bundled @returns {Weight} */
export function weightOf({ scripts, loadsWasm }) {
  const sizes = sizesOf(scripts);
  const wasm = loadsWasm ? moduleSizes() : undefined;
  return { scripts: sizes, wasm, all: wasm ? each((key) => sizes[key] + wasm[key]) : sizes };
}

/** @param {(key: keyof Sizes) => number} value @returns {Sizes} */
const each = (value) => ({ raw: value('raw'), gzip: value('gzip'), brotli: value('brotli') });

/** A page uses this one or `.`, never both. */
const INSTEAD = './inline';

/**
 * @typedef {object} ExportWeight
 * @property {string} entry
 * @property {Weight} weight
 * @property {Sizes} [added] what it adds to a page that has `.` already; undefined where a page would not have both
 */

/**
 * Needs dist/wasm and dist/inline.
 * @param {string} folder for what is built
 * @returns {Promise<ExportWeight[]>}
 */
export async function weighExports(folder) {
  /** @param {...string} entries */
  const bundled = (...entries) => bundleExports(entries, folder);
  const core = await bundled('.');
  const own = weightOf(core);
  /** @param {string} entry */
  const weigh = async (entry) => {
    if (entry === '.') return { entry, weight: own };
    const alone = await bundled(entry);
    const weight = weightOf(alone);
    if (entry === INSTEAD) return { entry, weight };
    const both = await bundled('.', entry);
    requireNames(both.exports, [...core.exports, ...alone.exports], entry);
    const all = weightOf(both).all;
    return { entry, weight, added: each((key) => all[key] - own.all[key]) };
  };
  const weights = [];
  for (const entry of scriptExports(readManifest())) weights.push(await weigh(entry));
  return weights;
}

/**
 * Two things of one name would leave each other out.
 * @param {readonly string[]} found
 * @param {readonly string[]} wanted
 * @param {string} entry
 */
function requireNames(found, wanted, entry) {
  const missing = wanted.filter((name) => !found.includes(name));
  if (missing.length === 0) return;
  throw new Problem(
    `\`.\` and \`${entry}\` both export ${missing.join(', ')}, so that the sum is too small.`,
  );
}
