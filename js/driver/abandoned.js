/** @type {FinalizationRegistry<{delete(): void}> | undefined} */
let registry;

/**
 * Gives the memory back that something has in the module, when nobody holds its owner any more.
 *
 * @param {object} owner
 * @param {{delete(): void}} handle
 */
export function releaseWith(owner, handle) {
  registry ??= new FinalizationRegistry((abandoned) => abandoned.delete());
  registry.register(owner, handle);
}
