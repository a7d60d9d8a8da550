import assert from 'node:assert/strict';
import test from 'node:test';
import { ChatPage } from './support/ChatPage.mjs';
import { inWorld } from './support/World.mjs';
import { assertAccessible, axeScript } from './support/axe.mjs';
import { eventually } from './support/eventually.mjs';
import { refuseMessages } from './support/refusal.mjs';

/** Each with the way to the conversations, which a narrow page hides. */
const viewports = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

for (const [name, viewport] of Object.entries(viewports))
  test(`axe finds nothing on the ${name} page, whatever it shows`, (t) =>
    inWorld(
      async ({ newContext, newPage, backend }) => {
        const context = await newContext({ viewport });
        const page = await newPage(context);
        await page.addInitScript({ path: axeScript });
        const chat = new ChatPage(page);
        await chat.goto(`${backend.url}/`);
        await assertAccessible(page, `${name}-empty`);

        await chat.type('What is a holdfast?');
        await chat.isAtRest();
        await chat.edit('What is a holdfast?', 'What is a rhizoid?');
        await chat.isAtRest();
        assert.deepEqual(await chat.versions(), ['Version 2 of 2']);
        await assertAccessible(page, `${name}-branches`);

        const accept = await refuseMessages(page, ['Refused']);
        await chat.type('Refused');
        await chat.typedMessagesAre(['Refused'], 'parked');
        await eventually('nothing streams', async () => !(await chat.button('stop').isVisible()));
        await assertAccessible(page, `${name}-parked`);
        await accept();

        await context.setOffline(true);
        await chat.type('Written offline');
        await chat.typedMessagesAre(['Written offline'], 'saved');
        await assertAccessible(page, `${name}-offline`);
        await chat.button('break-things').first().click();
        await page.locator('#break-panel').waitFor();
        await assertAccessible(page, `${name}-panel`);
      },
      { tokenDelayMs: 3 },
    )(t));
