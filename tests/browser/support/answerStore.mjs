/** What a page's database holds of answers that stream. */

/**
 * @param {import('playwright-core').Page} page
 * @param {string} database `holdfast`, or the chat page's `holdfast-demo`
 * @returns {Promise<{id: string, tail: string, lastEventId: string, failed: boolean}[]>} the heads
 */
export const keptAnswers = (page, database) =>
  page.evaluate(async (name) => {
    const opening = indexedDB.open(name);
    const opened = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
    const getting = opened.transaction('answers').objectStore('answers').getAll();
    const records = await new Promise((resolve) => (getting.onsuccess = () => resolve(getting.result)));
    opened.close();
    return records.filter(({ place }) => place === 0);
  }, database);
