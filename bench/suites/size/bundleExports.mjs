/** Exports of the package, bundled as a program has them that uses all of each. */
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { importedAs, readManifest } from './exports.mjs';

/**
 * Needs dist/wasm and dist/inline.
 * @param {readonly string[]} entries
 * @param {string} folder below which the bundle gets one of its own
 */
export const bundleExports = (entries, folder) =>
  bundle({
    code: entries.map((entry) => `export * from '${importedAs(entry)}';`).join('\n'),
    folder: path.join(folder, entries.map((entry) => path.basename(importedAs(entry))).join('+')),
    external: Object.keys(readManifest().peerDependencies),
  });
