/** What every workload of one run shares. */

import { Samples } from '../../lib/Samples.mjs';

export class Bench {
  samples = new Samples();
  /** The largest linear memory of Holdfast so far. */
  wasmBytes = 0;
  #places = 0;

  /**
   * @param {import('./Lab.mjs').Lab} lab
   * @param {import('./Backend.mjs').Backend} backend
   * @param {import('./plan.mjs').Plan} plan
   */
  constructor(lab, backend, plan) {
    this.lab = lab;
    this.backend = backend;
    this.plan = plan;
    this.place = this.place.bind(this);
    this.sawMemory = this.sawMemory.bind(this);
  }

  /** A name that nobody has had: of an origin, and of the database in it. @param {string} contestant */
  place(contestant) {
    this.#places += 1;
    return `${contestant.toLowerCase()}-${this.#places}`;
  }

  /** @param {number | undefined} bytes */
  sawMemory(bytes) {
    this.wasmBytes = Math.max(this.wasmBytes, bytes ?? 0);
  }
}
