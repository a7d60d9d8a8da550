/**
 * What the package may weigh, in bytes as brotli packs them: one or two per cent above what it weighs, as room for another
 * version of the compiler or the bundler. Who makes it larger says here by how much; who makes it smaller lowers them.
 */

/** The WebAssembly: an engine loads one of the two. @type {Record<string, number>} */
export const moduleBudgets = {
  'holdfast.wasm': 67_200,
  'holdfast-baseline.wasm': 67_000,
};

/**
 * The JavaScript of each export, without what a program has anyway (React, `ai`), and with `idb`; and whether it loads the
 * WebAssembly, which comes on top. That of `./inline` is in its script.
 * @type {Record<string, {script: number, loadsWasm: boolean}>}
 */
export const exportBudgets = {
  '.': { script: 35_500, loadsWasm: true },
  './inline': { script: 126_000, loadsWasm: false },
  './policies': { script: 12_300, loadsWasm: true },
  './stores': { script: 4_810, loadsWasm: false },
  './react': { script: 37_000, loadsWasm: true },
  './ai-sdk': { script: 1_650, loadsWasm: false },
  './element': { script: 3_120, loadsWasm: false },
  './service-worker': { script: 33_000, loadsWasm: true },
  './wasm': { script: 280, loadsWasm: true },
};
