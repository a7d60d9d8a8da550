/**
 * Where the WebAssembly is, for pages that serve it themselves:
 *
 * ```js
 * import { wasmFileName } from 'holdfast/wasm';
 * await createHoldfast({ baseUrl: '/api', wasm: `/assets/${wasmFileName()}` });
 * ```
 *
 * The files are `holdfast/wasm/holdfast.wasm` and `holdfast/wasm/holdfast-baseline.wasm`; serve both, as
 * `application/wasm`.
 *
 * @module
 */
import { hasVectors } from './driver/vectors.js';

export { wasmUrl } from './driver/shippedModule.js';

/** @returns {'holdfast.wasm' | 'holdfast-baseline.wasm'} the name of the file that this engine can run */
export const wasmFileName = () => (hasVectors() ? 'holdfast.wasm' : 'holdfast-baseline.wasm');
