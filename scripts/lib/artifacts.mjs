/** What the project builds. Each function does as little as it can, so that any command may ask for all it needs. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Problem } from './Problem.mjs';
import { build } from './cmake.mjs';
import { listFiles } from './files.mjs';
import { distFolder, inRoot, pageFolder, presetFolder, serverBinary } from './paths.mjs';
import { note, step } from './report.mjs';
import { run } from './run.mjs';
import { unlessDone } from './stamp.mjs';

/** Debian's Emscripten finds Debian's acorn only when it is told where Debian keeps Node's modules. */
const emscriptenEnvironment = {
  NODE_PATH: ['/usr/share/nodejs', process.env.NODE_PATH].filter(Boolean).join(':'),
};

const typesFolder = path.join(distFolder, 'types');

const wasmFiles = ['holdfast.mjs', 'holdfast.wasm', 'holdfast-baseline.wasm'];

/** @param {string} file */
const builtWasm = (file) => path.join(presetFolder('wasm-release'), 'wasm', file);

/** @param {string} from @param {string} to */
function copyIfDifferent(from, to) {
  if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) return;
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** The script that goes with the module has to fit the one without vectors too: only one of them is shipped. */
function requireSameScript() {
  const [script, other] = ['holdfast.mjs', 'holdfast-baseline.mjs'].map((file) =>
    readFileSync(builtWasm(file), 'utf8').replaceAll('holdfast-baseline', 'holdfast'),
  );
  if (script === other) return;
  throw new Problem(
    'The scripts of the two WebAssembly modules differ.',
    'wasm/CMakeLists.txt must link both with the same options, and both must export the same functions.',
  );
}

/** The core as WebAssembly, in dist/wasm. */
export async function buildWasm() {
  await step('Building the WebAssembly module', async () => {
    await build('wasm-release', ['holdfast_wasm'], { env: emscriptenEnvironment });
    requireSameScript();
    for (const file of wasmFiles) copyIfDifferent(builtWasm(file), path.join(distFolder, 'wasm', file));
    copyIfDifferent(inRoot('wasm/holdfast.d.mts'), path.join(distFolder, 'wasm', 'holdfast.d.mts'));
  });
}

/** The core as text in one script, in dist/inline. Needs the WebAssembly module. */
export async function buildInline() {
  await step('Inlining the WebAssembly module', async () => {
    const inputs = [
      ...listFiles('js'),
      ...wasmFiles.map((file) => `dist/wasm/${file}`),
      'wasm/inline.d.ts',
      'scripts/lib/bytePatch.mjs',
      'scripts/lib/inline.mjs',
      'package-lock.json',
    ];
    const output = path.join(distFolder, 'inline', 'holdfast.js');
    const done = await unlessDone({ name: 'inline', inputs, output }, async () => {
      const { bundleInline, writeInlinedWasm } = await import('./inline.mjs');
      writeInlinedWasm();
      await bundleInline();
    });
    if (!done) note('up to date');
  });
}

/** Seen from dist/types, the module is elsewhere than seen from js. */
function pointTypesAtTheModule() {
  for (const file of readdirSync(typesFolder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue;
    const text = readFileSync(path.join(typesFolder, file), 'utf8');
    writeFileSync(
      path.join(typesFolder, file),
      text.replaceAll("'../../dist/wasm/", "'../../wasm/").replaceAll('"../../dist/wasm/', '"../../wasm/'),
    );
  }
}

/** The type declarations of js/, in dist/types. Needs the inlined module. */
export async function buildTypes() {
  await step('Writing the type declarations', async () => {
    const inputs = [...listFiles('js'), 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
    const output = path.join(typesFolder, 'index.d.ts');
    const done = await unlessDone({ name: 'types', inputs, output }, async () => {
      await run('node_modules/.bin/tsc', ['--project', 'tsconfig.build.json']);
      pointTypesAtTheModule();
    });
    if (!done) note('up to date');
  });
}

/** The demo page, in demo/page/dist. Needs the WebAssembly module. */
export async function buildPage() {
  await step('Building the demo page', async () => {
    const inputs = [
      ...listFiles('demo/page'),
      ...listFiles('js'),
      ...wasmFiles.map((file) => `dist/wasm/${file}`),
      'package.json',
      'package-lock.json',
    ];
    const output = path.join(pageFolder, 'index.html');
    const done = await unlessDone({ name: 'page', inputs, output }, () =>
      run('node_modules/.bin/vite', ['build', 'demo/page']),
    );
    if (!done) note('up to date');
  });
}

/**
 * The reference backend.
 * @param {'native-release' | 'native-asan'} preset
 * @returns {Promise<string>} its path
 */
export async function buildServer(preset) {
  const binary = serverBinary(preset);
  await step(`Building the backend (${preset})`, async () => {
    await build(preset, ['holdfast-server']);
    if (existsSync(binary)) return;
    throw new Problem(
      `The target holdfast-server was built, but ${path.relative(inRoot(), binary)} is not there.`,
      'demo/server/CMakeLists.txt must leave its program in its own folder of the build tree.',
    );
  });
  return binary;
}
