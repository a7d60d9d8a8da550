/** @typedef {import('./loader.js').HoldfastModule} HoldfastModule */

/** @type {FinalizationRegistry<{module: HoldfastModule, handle: number}> | undefined} */
let registry;

/**
 * Gives the memory back that something has in the module, when nobody holds its owner any more.
 *
 * @param {object} owner
 * @param {HoldfastModule} module
 * @param {number} handle
 */
export function releaseWith(owner, module, handle) {
  registry ??= new FinalizationRegistry((abandoned) => abandoned.module.release(abandoned.handle));
  registry.register(owner, { module, handle });
}
