import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inWorld } from './support/World.mjs';
import { assertAccessible, axeScript } from './support/axe.mjs';
import { eventually } from './support/eventually.mjs';
import { buildPlainPage } from './support/plainPage.mjs';
import { refuseMessages } from './support/refusal.mjs';

const fixture = fileURLToPath(new URL('fixtures/elements.html', import.meta.url));

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let built;
before(async () => (built = await buildPlainPage(fixture)));
after(() => built.remove());

/** What the elements show, the status first. */
const shown = (page) =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('holdfast-status, holdfast-message-state'), (element) => [
      element.dataset.state,
      element.shadowRoot.querySelector('[part=text]').textContent,
    ]),
  );

test('the elements tell what is synced, what waits and what was refused, to everybody', (t) =>
  inWorld(
    async ({ newContext, newPage, backend }) => {
      const context = await newContext({ viewport: { width: 640, height: 320 } });
      const page = await newPage(context);
      // Not the page's own script: its policy does not count.
      await page.addInitScript({ path: axeScript });
      await page.goto(`${backend.url}/elements.html`);
      await page.waitForFunction(() => window.isReady);
      await page.evaluate(() => window.write('The first'));
      const synced = ['synced', 'Synced'];
      await eventually('all is synced', async () => {
        assert.deepEqual(await shown(page), [['synced', 'Everything is synced'], synced]);
        return true;
      });
      await assertAccessible(page, 'elements-synced');

      await context.setOffline(true);
      await page.evaluate(() => window.write('Written offline'));
      const saved = ['saved', 'Saved here'];
      await eventually('one waits', async () => {
        assert.deepEqual(await shown(page), [['offline-waiting', 'Offline, 1 waiting'], synced, saved]);
        return true;
      });
      await assertAccessible(page, 'elements-offline');

      await refuseMessages(page, ['Refused']);
      await page.evaluate(() => window.write('Refused'));
      await context.setOffline(false);
      await eventually('one needs attention', async () => {
        const [status, , offline, [state, text]] = await shown(page);
        assert.deepEqual([status, offline, state], [['attention', 'Needs attention: 1'], synced, 'parked']);
        assert.match(text, /^Needs attention: .{10}/);
        return true;
      });
      await assertAccessible(page, 'elements-attention');
    },
    { page: built.folder },
  )(t));
