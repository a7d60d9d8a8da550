import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inWorld } from './support/World.mjs';
import { eventually } from './support/eventually.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let built;
before(async () => {
  built = await buildPlainPage(fileURLToPath(new URL('fixtures/react.html', import.meta.url)));
});
after(() => built.remove());

const shown = (tab) =>
  tab.evaluate(() =>
    Array.from(document.querySelectorAll('li'), (line) => `${line.textContent} (${line.dataset.state})`),
  );

test('two tabs show one conversation while both write, through an outage and a reload, as the database has it', (t) =>
  inWorld(
    async ({ newContext, newPage, backend }) => {
      const context = await newContext();
      const open = async () => {
        const tab = await newPage(context);
        await tab.goto(`${backend.url}/react.html`);
        await tab.waitForFunction(() => window.chat?.isReady);
        return tab;
      };
      const [one, two] = [await open(), await open()];
      const bothShowWhatIsStored = (count) =>
        eventually('both tabs show what is stored, and all of it as synced', async () => {
          const rows = await backend.stored('react');
          if (count !== undefined) assert.equal(rows.length, count);
          const stored = rows.map(({ role, content }) => `${role}: ${content} (synced)`);
          assert.deepEqual(await shown(one), stored);
          assert.deepEqual(await shown(two), stored);
          return true;
        });

      await one.evaluate(() => void window.chat.send('From the first'));
      await bothShowWhatIsStored(2);
      await two.evaluate(() => void window.chat.send('From the second'));
      await bothShowWhatIsStored(4);

      await backend.kill();
      await one.evaluate(() => void window.chat.send('Kept by the first'));
      await two.evaluate(() => void window.chat.send('Kept by the second'));
      for (const tab of [one, two])
        await eventually('each shows what it keeps', async () =>
          (await shown(tab)).some((line) => line.includes('Kept by the')),
        );
      await backend.start();
      await eventually(
        'all questions are stored',
        async () => (await backend.stored('react')).filter(({ role }) => role === 'user').length === 4,
      );
      await eventually('nothing streams or waits', () =>
        one.evaluate(() => !window.chat.isAnswering && window.chat.pending === 0),
      );
      await two.reload();
      await two.waitForFunction(() => window.chat?.isReady && !window.chat.isAnswering);
      await bothShowWhatIsStored();
      for (const tab of [one, two]) assert.equal(await tab.evaluate(() => window.shownTwice), undefined);
    },
    { page: built.folder },
  )(t));
