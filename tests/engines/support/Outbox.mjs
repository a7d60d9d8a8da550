/** The outbox of one tab, as a test uses it. */
import assert from 'node:assert/strict';
import { eventually } from '../../browser/support/eventually.mjs';

/** Patience that fits tests: the waiting is as real as the defaults', and shorter. */
const impatience = {
  retry: { backoffMs: 50, maxBackoffMs: 400 },
  breaker: { openMs: 100, maxOpenMs: 400 },
};

export class Outbox {
  #baseUrl;
  #patience;

  /**
   * @param {import('./Tab.mjs').Tab} tab
   * @param {string} baseUrl
   * @param {{timeoutMs: number}} patience
   */
  constructor(tab, baseUrl, patience) {
    this.tab = tab;
    this.#baseUrl = baseUrl;
    this.#patience = patience;
  }

  /** Imports the package and starts it. */
  async start() {
    await this.tab.evaluate((options) => window.outbox.start(options), {
      baseUrl: this.#baseUrl,
      ...impatience,
    });
    return this;
  }

  /** @param {string} conversation @param {string[]} contents */
  queue(conversation, contents) {
    return this.tab.evaluate((...given) => window.outbox.queue(...given), conversation, contents);
  }

  /** Waits until storage has answered for every message: `durable`, or the code of an error. */
  durability() {
    return this.tab.evaluate(() => window.outbox.durability());
  }

  async allDurable() {
    assert.deepEqual(
      (await this.durability()).filter((outcome) => outcome !== 'durable'),
      [],
    );
    assert.equal((await this.status()).persistence, 'durable');
  }

  states() {
    return this.tab.evaluate(() => window.outbox.states());
  }

  told() {
    return this.tab.evaluate(() => window.outbox.told());
  }

  errors() {
    return this.tab.evaluate(() => window.outbox.errorEvents());
  }

  status() {
    return this.tab.evaluate(() => window.outbox.status());
  }

  pending() {
    return this.tab.evaluate(() => window.outbox.pending());
  }

  /** Waits until every message that this page queued is synced in its eyes, and nothing is pending. */
  async allSynced() {
    await eventually(
      `everything that the tab ${this.tab.name} queued is synced`,
      async () => {
        const states = Object.entries(await this.states());
        const late = states.filter(([, state]) => state !== 'synced');
        if (late.length > 0)
          throw new Error(`${late.length} of ${states.length} are not, such as ${late[0].join(': ')}`);
        const { pending } = await this.status();
        if (pending > 0) throw new Error(`the status counts ${pending} as pending`);
        return true;
      },
      this.#patience,
    );
  }

  /** Waits until the log holds nothing that the backend may not have. */
  async empty() {
    await eventually(
      `the outbox of the tab ${this.tab.name} is empty`,
      async () => {
        const left = await this.pending();
        if (left.length > 0) throw new Error(`it holds ${left.length}, such as ${left[0]}`);
        return (await this.status()).pending === 0;
      },
      this.#patience,
    );
  }

  async leads() {
    await eventually(
      `the tab ${this.tab.name} leads`,
      async () => (await this.status()).leader,
      this.#patience,
    );
  }

  /** Waits for an error event. @param {string} code */
  async saidError(code) {
    await eventually(
      `the tab ${this.tab.name} has said ${code}`,
      async () => {
        const errors = await this.errors();
        if (errors.length > 0 && !errors.some((error) => error.code === code))
          throw new Error(`it said ${JSON.stringify(errors)}`);
        return errors.find((error) => error.code === code);
      },
      this.#patience,
    );
  }
}
