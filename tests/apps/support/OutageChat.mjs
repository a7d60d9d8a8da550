/** A chat as a person uses it, whatever it is made with. */
import { eventually } from '../../browser/support/eventually.mjs';

export class OutageChat {
  #page;
  #composer;
  #isKept;

  /**
   * @param {import('playwright-core').Page} page
   * @param {(page: import('playwright-core').Page) => Promise<boolean>} isKept whether what was just written may be left to
   *   the app now
   */
  constructor(page, isKept) {
    this.#page = page;
    this.#isKept = isKept;
    this.#composer = page.getByRole('textbox');
  }

  /** @param {string} address */
  async goto(address) {
    await this.#page.goto(address);
    await this.#composer.waitFor();
  }

  async reload() {
    await this.#page.reload();
    await this.#composer.waitFor();
  }

  goOffline() {
    return this.#page.context().setOffline(true);
  }

  goOnline() {
    return this.#page.context().setOffline(false);
  }

  /** Stops an answer that is awaited, writes, sees what was written, and leaves it to the app. @param {string} text */
  async write(text) {
    await eventually('nothing is awaited', async () => {
      if (!(await this.#isBusy())) return true;
      await this.#page.getByRole('button', { name: 'Stop' }).click({ timeout: 500 });
      return false;
    });
    await this.#composer.fill(text);
    await this.#composer.press('Enter');
    await eventually('it is shown', async () => (await this.lines()).includes(`user: ${text}`));
    await eventually('it is kept', () => this.#isKept(this.#page));
  }

  /** @returns {Promise<string[]>} the messages that are shown */
  lines() {
    return this.#page.locator('article').allTextContents();
  }

  /** @param {number} count of answers @returns {Promise<string>} what has come of the last, when something has */
  partOfAnswer(count) {
    return eventually('a part of the answer is shown', async () => {
      const answers = (await this.lines()).filter((line) => line.startsWith('assistant: '));
      const last = answers.at(-1) ?? '';
      return answers.length === count && last.length > 'assistant: '.length + 5 && last;
    });
  }

  /** Waits until no answer is awaited, and nothing is on its way. */
  async isAtRest() {
    await eventually('nothing is awaited, and nothing is on its way', async () => {
      if (await this.#isBusy()) return false;
      return (await this.#page.evaluate(() => window.pending())) === 0;
    });
  }

  /** Waits until the last question is answered, too. */
  async isAnswered() {
    await eventually('the last question is answered', async () =>
      (await this.lines()).at(-1)?.startsWith('assistant: '),
    );
    await this.isAtRest();
  }

  async #isBusy() {
    return (await this.#page.locator('main').getAttribute('data-busy')) === 'true';
  }
}
