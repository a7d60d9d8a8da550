/** `holdfast/inline`: one script that needs no other file, in dist/inline. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build } from 'vite';
import { Problem } from './Problem.mjs';
import { patchOf } from './bytePatch.mjs';
import { distFolder, inRoot } from './paths.mjs';

const inlineFolder = path.join(distFolder, 'inline');

/** @param {Buffer} bytes */
const textOf = (bytes) => deflateRawSync(bytes, { level: 9 }).toString('base64');

/** Both modules as text; the types are wasm/inline.d.ts. */
export function writeInlinedWasm() {
  const [simd, plain] = ['holdfast.wasm', 'holdfast-baseline.wasm'].map((file) =>
    readFileSync(path.join(distFolder, 'wasm', file)),
  );
  const { copies, own } = patchOf(simd, plain);
  const baseline = { copies, bytes: textOf(own) };
  mkdirSync(inlineFolder, { recursive: true });
  writeFileSync(
    path.join(inlineFolder, 'wasm.js'),
    `export const simd = '${textOf(simd)}';\nexport const baseline = ${JSON.stringify(baseline)};\n`,
  );
  writeFileSync(path.join(inlineFolder, 'wasm.d.ts'), readFileSync(inRoot('wasm/inline.d.ts')));
}

/** How Emscripten's script finds a file that nobody asks it for. */
const ownFile = /new URL\("holdfast\.wasm",\s*import\.meta\.url\)/;

/** Puts the text in the place of the files. @type {import('vite').Plugin} */
const inlineTheModule = {
  name: 'holdfast-inline',
  enforce: 'pre',
  resolveId: (source) => (source === './shippedModule.js' ? inRoot('js/driver/inlinedModule.js') : null),
  transform(code, id) {
    if (path.basename(id) !== 'holdfast.mjs') return null;
    if (!ownFile.test(code))
      throw new Problem(
        'The script that Emscripten wrote does not look for its file as expected.',
        'Look for holdfast.wasm in dist/wasm/holdfast.mjs, and adapt scripts/lib/inline.mjs.',
      );
    return { code: code.replace(ownFile, 'new URL("about:blank")'), map: null };
  },
};

/** The script. Needs the text. */
export async function bundleInline() {
  await build({
    root: inRoot(),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [inlineTheModule],
    build: {
      outDir: inlineFolder,
      emptyOutDir: false,
      target: 'es2022',
      rolldownOptions: { output: { minify: true } },
      lib: { entry: inRoot('js/index.js'), formats: ['es'], fileName: () => 'holdfast.js' },
    },
  });
}
