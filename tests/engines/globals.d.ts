/** What the tab's page has among its globals for the tests. */
import type * as outbox from './fixtures/outbox.js';

declare global {
  interface Window {
    outbox: typeof outbox;
    /** Whether writes to IndexedDB fail at present. */
    writesFail: boolean;
    /** What a probe has heard. */
    heard: string;
    /** How many of the next transactions fail. */
    deadTransactions: number;
    /** How often records of the log were read. */
    reads: number;
  }
}
