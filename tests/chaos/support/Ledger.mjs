/** What the pages were promised, as far as the test has heard of it: it outlives any tab. */
import { originOf } from './messages.mjs';

export class Ledger {
  /** When the test heard that a message is durable, by id; in ms since the epoch. @type {Map<string, number>} */
  promised = new Map();
  /** @type {Set<string>} */
  synced = new Set();
  #trace;
  /** @type {((load: string) => void)[]} */
  #traps = [];
  /** @type {Map<number, number>} */
  #byTab = new Map();

  /** @param {import('./Trace.mjs').Trace} trace */
  constructor(trace) {
    this.#trace = trace;
  }

  /**
   * @param {string} load
   * @param {import('../page/chaos.js').Report} report
   */
  record(load, report) {
    if ('durable' in report) {
      this.#promise(report.durable);
      this.#traps.shift()?.(load);
    } else if ('synced' in report) for (const id of report.synced) this.synced.add(id);
    else if ('leader' in report) this.#trace.add(`${load} ${report.leader ? 'leads' : 'leads no more'}`);
    else if ('refused' in report) {
      this.#trace.count('complaints', 'refused', `${load} ${report.refused} was refused: ${report.why}`);
    } else {
      this.#trace.count('complaints', 'error', `${load} reports ${report.error}`);
    }
  }

  /** @param {(load: string) => void} spring is called when the next messages are reported durable, at once */
  setTrap(spring) {
    this.#traps.push(spring);
  }

  clearTraps() {
    this.#traps = [];
  }

  /** @param {number} tab how many messages of this tab are known to be durable */
  promisedTo(tab) {
    return this.#byTab.get(tab) ?? 0;
  }

  /** @param {string[]} ids */
  #promise(ids) {
    const heardAt = Date.now();
    for (const id of ids) {
      // A page that comes back from the back/forward cache says everything again.
      if (this.promised.has(id)) continue;
      const tab = originOf(id)?.tab ?? -1;
      this.#byTab.set(tab, this.promisedTo(tab) + 1);
      this.promised.set(id, heardAt);
    }
  }
}
