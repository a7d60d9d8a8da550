/** At most one report a second: analytics services charge by the call. */
const INTERVAL_MS = 1_000;

/** Sends the specification's four counters to whoever collects them, as "persistence_metrics". */
export class MetricsReporter {
  #analytics;
  /** @type {import('../types.js').PersistenceMetrics} */
  #metrics = { queuedMessages: 0, successfulSyncs: 0, failedSyncs: 0, retryAttempts: 0 };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import('../types.js').HoldfastOptions['analytics']} analytics default: `window.analytics`, if any */
  constructor(analytics) {
    this.#analytics = analytics;
  }

  get metrics() {
    return { ...this.#metrics };
  }

  /** @param {import('../types.js').PersistenceMetrics} metrics */
  update(metrics) {
    this.#metrics = metrics;
    this.#timer ??= setTimeout(() => this.report(), INTERVAL_MS);
    /** @type {any} */ (this.#timer).unref?.();
  }

  /** Sends now what has not been sent. */
  report() {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const analytics = this.#analytics ?? /** @type {any} */ (globalThis).analytics;
    analytics?.track('persistence_metrics', this.metrics);
  }
}
