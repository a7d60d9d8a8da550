/** What each app has to do, whatever it is made with. */
import assert from 'node:assert/strict';
import { uncutAnswer } from '../../browser/support/Backend.mjs';
import { eventually } from '../../browser/support/eventually.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @returns {Promise<{text: string, state: string}[]>} the messages that an app shows */
const shown = (page) =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('li'), ({ textContent, dataset }) => ({
      text: textContent,
      state: dataset.state,
    })),
  );

const synced = (texts) => texts.map((text) => ({ text, state: 'synced' }));

/**
 * A person writes in an app, sees the answer come, and finds both again after a reload; the database has them once.
 *
 * @param {import('../../browser/support/World.mjs').World} world whose backend takes its time for an answer
 * @param {string} address the app's
 * @returns {Promise<Page>}
 */
export async function assertChatWorks({ newContext, newPage, backend }, address) {
  const page = await newPage(await newContext());
  await page.goto(address);
  const question = { role: 'user', content: 'What is a holdfast?' };
  const whole = await uncutAnswer([question]);
  await page.locator('ol[data-history=backend]').waitFor({ state: 'attached' });

  await page.locator('input').fill(question.content);
  await page.keyboard.press('Enter');
  await eventually('a part of the answer is shown', async () => {
    const answer = (await shown(page))[1];
    return answer?.state === 'streaming' && answer.text.length < `assistant: ${whole}`.length;
  });
  const expected = [`user: ${question.content}`, `assistant: ${whole}`];
  await eventually('both are shown as synced', async () => {
    assert.deepEqual(await shown(page), synced(expected));
    return true;
  });

  await page.reload();
  await eventually('both are shown after a reload', async () => {
    assert.deepEqual(await shown(page), synced(expected));
    return true;
  });
  const rows = (await backend.stored('trip')).map(({ role, content }) => `${role}: ${content}`);
  assert.deepEqual(rows, expected);
  return page;
}
