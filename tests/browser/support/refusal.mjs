/** Messages that the real backend refuses. */

const beyondTheLimit = 'x'.repeat(1_100_000);

/**
 * Makes messages with these contents too large on their way, so that the backend refuses them as it
 * refuses any: for good.
 *
 * @param {import('playwright-core').Page} page
 * @param {string[]} contents
 * @returns {Promise<() => Promise<void>>} lets them pass from now on
 */
export async function refuseMessages(page, contents) {
  await page.route('**/message/append', (route) => {
    const body = route.request().postDataJSON();
    const inflate = (message) =>
      contents.includes(message.content) ? { ...message, metadata: { beyondTheLimit } } : message;
    return route.continue({ postData: JSON.stringify({ ...body, messages: body.messages.map(inflate) }) });
  });
  return () => page.unroute('**/message/append');
}
