/** Bundles for production, as a program of a user would: minified, tree shaken, the WebAssembly beside it. */
import path from 'node:path';
import { build } from 'vite';
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { inRoot } from '../../../scripts/lib/paths.mjs';

/**
 * @typedef {object} Bundle
 * @property {string[]} scripts paths, the entry's first
 * @property {boolean} loadsWasm whether they load the WebAssembly
 * @property {string[]} exports names that the entry exports
 */

/** The first script of every bundle. */
const ENTRY = 'entry.js';

const virtual = inRoot('bundled-entry.js');

/** An entry that is no file. @param {string} code @returns {import('vite').Plugin} */
const entryOf = (code) => ({
  name: 'entry',
  enforce: 'pre',
  resolveId: (source) => (source === virtual ? virtual : null),
  load: (id) => (id === virtual ? code : null),
});

/**
 * @param {object} what
 * @param {string} what.code of the entry, which may import packages and absolute paths
 * @param {string} what.folder for the files
 * @param {readonly string[]} what.external packages that the program has anyway
 * @returns {Promise<Bundle>}
 */
export async function bundle({ code, folder, external }) {
  const result = await build({
    root: inRoot(),
    base: './',
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [entryOf(code)],
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      minify: true,
      rolldownOptions: {
        input: virtual,
        external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: ENTRY },
      },
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunks = outputs.filter((one) => one.type === 'chunk');
  const entry = chunks.filter(({ isEntry }) => isEntry);
  const scripts = [...entry, ...chunks.filter(({ isEntry }) => !isEntry)];
  const assets = outputs.filter((one) => one.type === 'asset');
  requireKnown(assets.map(({ names }) => names[0] ?? ''));
  return {
    scripts: scripts.map(({ fileName }) => path.join(folder, fileName)),
    loadsWasm: assets.some(({ fileName }) => isNamed(fileName, chunks)),
    exports: entry.flatMap((one) => one.exports),
  };
}

/**
 * Vite writes each file that a module refers to, also where nothing is left of the module.
 * @param {string} file
 * @param {readonly {code: string}[]} chunks
 */
const isNamed = (file, chunks) => chunks.some(({ code }) => code.includes(path.basename(file)));

/** @param {readonly string[]} names of files beside the scripts */
function requireKnown(names) {
  const strange = names.find((name) => name !== 'holdfast.wasm' && name !== 'holdfast-baseline.wasm');
  if (strange === undefined) return;
  throw new Problem(
    `A bundle has a file "${strange}" beside its scripts, which nobody counts.`,
    'Say in bench/suites/size/bundle.mjs whether a user downloads it.',
  );
}
