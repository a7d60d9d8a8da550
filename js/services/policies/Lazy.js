import { loadModule, loadedModule } from '../../driver/loader.js';

/**
 * Something of the core's that is made when it is first needed, since the module may not be loaded before.
 *
 * @template Made
 */
export class Lazy {
  #make;
  #wasm;
  /** @type {Made | undefined} */
  #made;

  /**
   * @param {(module: import('../../driver/loader.js').HoldfastModule) => Made} make
   * @param {import('../../driver/loader.js').WasmSource} [wasm]
   */
  constructor(make, wasm) {
    this.#make = make;
    this.#wasm = wasm;
  }

  /** What was made; undefined while the module is not loaded. */
  get now() {
    const module = loadedModule();
    if (module !== undefined) this.#made ??= this.#make(module);
    return this.#made;
  }

  /** @returns {Promise<Made>} */
  async load() {
    const module = await loadModule(this.#wasm);
    this.#made ??= this.#make(module);
    return this.#made;
  }
}
