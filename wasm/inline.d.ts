// The types of dist/inline/wasm.js, which scripts/lib/inline.mjs writes.

/** The module for engines with vectors: base64 of a raw deflate stream. */
export const simd: string;

/** The one for those without, by what it shares with it. `copies`: `[ownBytes, from, length]`; `bytes` are its own. */
export const baseline: { copies: readonly (readonly [number, number, number])[]; bytes: string };
