/** One page of the bench: its steps, what they cost its main thread, and how large its WebAssembly grew. */
import { BEGIN, END, longestTaskOf, traceConfig } from './longestTask.mjs';

/** The linear memories of the page, in a list. Runs before any script of the page. */
function watchMemories() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  /** @param {WebAssembly.Instance} instance */
  const watch = (instance) => {
    for (const value of Object.values(instance.exports)) {
      if (value instanceof WebAssembly.Memory) memories.push(value);
    }
  };
  for (const name of /** @type {const} */ (['instantiate', 'instantiateStreaming'])) {
    const original = /** @type {any} */ (WebAssembly[name]);
    /** @type {any} */ (WebAssembly)[name] = async (/** @type {unknown[]} */ ...given) => {
      const result = await original.apply(WebAssembly, given);
      watch(result instanceof WebAssembly.Instance ? result : result.instance);
      return result;
    };
  }
  /** @type {any} */ (globalThis).memories = memories;
}

export class MeasuredPage {
  #page;
  #session;
  /** @type {string[]} */
  #errors = [];

  /** @param {import('playwright-core').Page} page @param {import('playwright-core').CDPSession} session */
  constructor(page, session) {
    this.#page = page;
    this.#session = session;
    page.on('pageerror', (error) => this.#errors.push(String(error.stack ?? error)));
  }

  /** @param {string} origin @param {string} contestant */
  async load(origin, contestant) {
    await this.#page.addInitScript(watchMemories);
    await this.#page.goto(`${origin}/`);
    await this.#session.send('Performance.enable');
    await this.step('load', contestant);
  }

  /**
   * Does one step of the page's Stage.
   * @param {string} name
   * @param {...unknown} given
   * @returns {Promise<any>}
   */
  step(name, ...given) {
    return this.#page.evaluate(
      ([step, ...rest]) => /** @type {any} */ (globalThis).bench[/** @type {string} */ (step)](...rest),
      [name, ...given],
    );
  }

  /** CPU time that the main thread has used so far, in microseconds. */
  async mainThreadUs() {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? NaN) * 1e6;
  }

  /** Bytes of its largest linear memory; undefined where it has none. @returns {Promise<number | undefined>} */
  async wasmBytes() {
    const sizes = await this.#page.evaluate(() =>
      /** @type {any} */ (globalThis).memories.map(
        (/** @type {WebAssembly.Memory} */ memory) => memory.buffer.byteLength,
      ),
    );
    return sizes.length === 0 ? undefined : Math.max(...sizes);
  }

  async collectGarbage() {
    await this.#session.send('HeapProfiler.collectGarbage');
  }

  /** Bytes of its JavaScript: of its heap, and of buffers outside of it that are no linear memory. */
  async heapBytes() {
    const { usedSize, backingStorageSize } = await this.#session.send('Runtime.getHeapUsage');
    return usedSize + backingStorageSize;
  }

  /**
   * @param {() => Promise<unknown>} work
   * @returns {Promise<number>} milliseconds of the longest task of its main thread meanwhile
   */
  async longestTaskMs(work) {
    /** @type {import('./longestTask.mjs').TraceEvent[]} */
    const events = [];
    const collect = (/** @type {{value: any[]}} */ { value }) => void events.push(...value);
    this.#session.on('Tracing.dataCollected', collect);
    await this.#session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
    await this.#page.evaluate((name) => void performance.mark(name), BEGIN);
    await work();
    await this.#page.evaluate((name) => void performance.mark(name), END);
    const complete = new Promise((resolve) => this.#session.once('Tracing.tracingComplete', resolve));
    await this.#session.send('Tracing.end');
    await complete;
    this.#session.off('Tracing.dataCollected', collect);
    return longestTaskOf(events);
  }

  async close() {
    await this.#page.close();
    if (this.#errors.length > 0) throw new Error(`An error went uncaught in a page:\n${this.#errors[0]}`);
  }
}
