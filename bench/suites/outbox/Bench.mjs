/** What every workload of one run shares. */
import { Samples } from '../../lib/Samples.mjs';

const MIB = 2 ** 20;

export class Bench {
  samples = new Samples();
  /** Sizes of linear memories, in rows of their own after all others. */
  #memory = new Samples();
  #places = 0;
  #mostBytes = 0;

  /**
   * @param {import('../../lib/Lab.mjs').Lab} lab
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

  /** @param {string} where @param {number | undefined} bytes of linear memory, at the end of a page */
  sawMemory(where, bytes) {
    if (bytes === undefined) return;
    this.#mostBytes = Math.max(this.#mostBytes, bytes);
    this.#memory.add(`WebAssembly memory: ${where}`, 'MiB', bytes / MIB);
  }

  /** The most of all pages, in MiB. */
  get mostMemory() {
    return this.#mostBytes / MIB;
  }

  /** @returns {import('../../lib/stats.mjs').Row[]} */
  rows() {
    return [...this.samples.rows(), ...this.#memory.rows()];
  }
}
