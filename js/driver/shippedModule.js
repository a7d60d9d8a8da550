import { hasVectors } from './vectors.js';

/**
 * The file of the package that this engine can run. Bundlers look for addresses of just this form. In `holdfast/inline`,
 * inlinedModule.js stands in its place.
 *
 * @returns {import('./loader.js').WasmSource | Promise<import('./loader.js').WasmSource>}
 */
export const shippedModule = () => wasmUrl();

/** Its address. */
export function wasmUrl() {
  return hasVectors()
    ? new URL('../../dist/wasm/holdfast.wasm', import.meta.url)
    : new URL('../../dist/wasm/holdfast-baseline.wasm', import.meta.url);
}
