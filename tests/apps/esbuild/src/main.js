/** esbuild knows no `new URL('…', import.meta.url)`: the app says where the WebAssembly is. */
import { createHoldfast } from 'holdfast';
import { wasmFileName } from 'holdfast/wasm';
import baseline from 'holdfast/wasm/holdfast-baseline.wasm';
import simd from 'holdfast/wasm/holdfast.wasm';
import { startChat } from './chat.js';

const wasm = wasmFileName() === 'holdfast.wasm' ? simd : baseline;
startChat(await createHoldfast({ baseUrl: '/', wasm }));
