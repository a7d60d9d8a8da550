/** The leader's storage fails; what other tabs have saved on this device is delivered all the same. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inWorld } from './support/World.mjs';
import { eventually } from './support/eventually.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let plain;
before(async () => (plain = await buildPlainPage()));
after(() => plain.remove());

test('a leader that fell back to memory holds back no message that another tab saved', async (t) => {
  const body = inWorld(
    async ({ backend, newContext, newPage }) => {
      const headers = { 'content-type': 'application/json' };
      await fetch(`${backend.url}/conversation/create`, { method: 'POST', headers, body: '{"id": "c"}' });
      const context = await newContext();
      const open = async () => {
        const page = await newPage(context);
        await page.goto(`${backend.url}/plain.html`);
        await page.evaluate(async () => {
          const { createHoldfast } = /** @type {any} */ (window).holdfast;
          const { persistence } = await createHoldfast({ baseUrl: '/' });
          Object.assign(window, {
            queue: (content) =>
              persistence.queueMessage({ role: 'user', content }, 'c').durable.then(
                () => 'durable',
                ({ code }) => code,
              ),
          });
        });
        return (content) =>
          page
            .evaluate((text) => /** @type {any} */ (window).queue(text), content)
            .then((how) => ({ page, how }));
      };
      const queueInLeader = await open();
      const { page: leader } = await queueInLeader('before');
      const queueInOther = await open();
      await leader.evaluate(() => {
        IDBObjectStore.prototype.add = () => {
          throw new DOMException('there is no room', 'QuotaExceededError');
        };
      });
      assert.equal((await queueInLeader('in memory')).how, 'storage-unavailable');
      assert.equal((await queueInOther('on the device')).how, 'durable');
      await eventually('the message of the other tab is delivered', async () =>
        (await backend.stored('c')).some(({ content }) => content === 'on the device'),
      );
    },
    { page: plain.folder },
  );
  await body(t);
});
