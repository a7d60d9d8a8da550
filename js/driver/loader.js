/**
 * Loads the WebAssembly module: in a page, in a worker and in Node.
 *
 * @module
 */
import createModule from '../../dist/wasm/holdfast.mjs';
import { HoldfastError } from '../HoldfastError.js';
import { shippedModule } from './shippedModule.js';

/** @typedef {string | URL | Response | BufferSource | WebAssembly.Module} WasmSource */
/** @typedef {import('../../dist/wasm/holdfast.mjs').HoldfastModule} HoldfastModule */

/** @type {Promise<HoldfastModule> | undefined} */
let shared;
/** What `shared` resolved to. @type {HoldfastModule | undefined} */
let loaded;

/** The module where it is loaded already: who needs it often need not wait for a promise. */
export const loadedModule = () => loaded;

/**
 * One module serves the whole page: the first call loads it, and says where from.
 *
 * @param {WasmSource} [source] default: what the package ships
 * @returns {Promise<HoldfastModule>}
 */
export function loadModule(source) {
  shared ??= instantiate(source).then(keep, (cause) => {
    shared = undefined;
    throw new HoldfastError(
      'wasm-unavailable',
      `Holdfast's WebAssembly could not be loaded: ${describe(cause)}. Check that the .wasm file is served, ` +
        "that the Content-Security-Policy has 'wasm-unsafe-eval', or hand it in as the option `wasm`.",
      { cause },
    );
  });
  return shared;
}

/** @param {HoldfastModule} module */
function keep(module) {
  loaded = module;
  return module;
}

/** @param {unknown} cause */
function describe(cause) {
  return cause instanceof Error ? cause.message : String(cause);
}

/** @param {WasmSource | undefined} source */
async function instantiate(source) {
  const compiled = await compile(source ?? (await shippedModule()));
  return createModule({
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled));
      return {};
    },
  });
}

/**
 * @param {WasmSource} source
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === 'string' || source instanceof URL) {
    const file = await readLocalFile(source);
    return file ? WebAssembly.compile(file) : compileResponse(await fetch(source));
  }
  if (typeof Response !== 'undefined' && source instanceof Response) return compileResponse(source);
  return WebAssembly.compile(/** @type {BufferSource} */ (source));
}

/**
 * The file's bytes where this runs in Node and the URL is a file's; else undefined.
 * `getBuiltinModule` keeps bundlers for the browser from looking for `node:fs`.
 *
 * @param {string | URL} source
 */
async function readLocalFile(source) {
  const node = /** @type {any} */ (globalThis).process;
  const fs = node?.getBuiltinModule?.('node:fs/promises');
  if (!fs || !String(source).startsWith('file:')) return undefined;
  return fs.readFile(new URL(source));
}

/** @param {Response} response */
async function compileResponse(response) {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  if (response.headers.get('content-type')?.startsWith('application/wasm')) {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}
