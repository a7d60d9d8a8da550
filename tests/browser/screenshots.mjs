/**
 * Takes the screenshots of docs/screenshots, of the real page against the real backend:
 *
 *     node tests/browser/screenshots.mjs [FOLDER]
 *
 * Both have to be built; HOLDFAST_SERVER may name the backend.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { World } from './support/World.mjs';
import { eventually } from './support/eventually.mjs';
import { refuseMessages } from './support/refusal.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = resolve(process.argv[2] ?? join(root, 'docs/screenshots'));
const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

/** The animations are over, the pointer is away, and no notice covers anything. */
async function shoot(chat, name) {
  await chat.page.mouse.move(2, 400);
  await chat.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  console.log(`${join(folder, name)}.png`);
}

async function answered(chat, text) {
  const id = await chat.begin(text);
  await chat.isAtRest();
  return id;
}

const world = new World({ tokenDelayMs: 3 });
try {
  await mkdir(folder, { recursive: true });
  await world.backend.start();
  const context = await world.newContext({ viewport: wide, colorScheme: 'light' });
  const chat = await world.newTab(context);

  await answered(chat, 'Plan three days on the coast of Brittany by bicycle');
  await answered(chat, 'Name ten seaweeds that are good to eat');
  await answered(chat, 'Why do tide tables differ from one harbour to the next?');
  const main = await answered(chat, 'What is a holdfast?');
  await shoot(chat, 'normal');

  await chat.page.emulateMedia({ colorScheme: 'dark' });
  await shoot(chat, 'dark');
  await chat.page.emulateMedia({ colorScheme: 'light' });

  const phone = await world.newContext({
    viewport: narrow,
    deviceScaleFactor: 1,
    hasTouch: true,
    isMobile: true,
  });
  const small = await world.newTab(phone, `/#/c/${main}`);
  await small.isAtRest();
  await shoot(small, 'narrow');

  const accept = await refuseMessages(chat.page, ['Here is the whole logbook of the voyage.']);
  await chat.type('Here is the whole logbook of the voyage.');
  await chat.typedMessagesAre(['Here is the whole logbook of the voyage.'], 'parked');
  await eventually('nothing streams', async () => !(await chat.button('stop').isVisible()));
  await chat.type('Never mind, the short version will do.');
  await chat.typedMessagesAre(['Never mind, the short version will do.'], 'synced');
  await eventually('nothing streams', async () => !(await chat.button('stop').isVisible()));
  await chat.page.getByRole('button', { name: 'Dismiss the notice' }).click();
  await chat.page
    .locator('article[data-state=parked]')
    .evaluate((article) => article.scrollIntoView({ block: 'center' }));
  await shoot(chat, 'needs-attention');
  await accept();
  await chat.page.locator('[data-action=discard]').click();

  await chat.button('break-things').click();
  await chat.page.locator('input[name=network][value=offline]').check();
  for (const text of ['Remind me of the spring tides', 'in March', 'and of what to pack.'])
    await chat.type(text);
  await chat.typedMessagesAre(['and of what to pack.'], 'saved');
  await eventually(
    'no answer is awaited',
    async () => (await chat.page.locator('[data-waiting]').count()) === 0,
  );
  await shoot(chat, 'offline');
  await chat.page.locator('input[name=network][value=connected]').check();
  await chat.isAtRest();

  await chat.page.locator('input[name=fail][value="503"]').check();
  await chat.type('Sent into an outage');
  const shown = (/** @type {string} */ state) =>
    chat.page.locator(`.breaker-strip [data-state=${state}]`).count();
  await eventually('the breaker opens, probes and opens again', async () => (await shown('open')) > 1, {
    timeoutMs: 90_000,
  });
  await chat.page.locator('input[name=fail][value="0"]').check();
  await chat.page.locator('[data-action=flush]').click();
  await chat.typedMessagesAre(['Sent into an outage'], 'synced', { timeoutMs: 60_000 });
  await chat.page.locator('.breaker-timeline').screenshot({ path: join(folder, 'breaker.png') });
  console.log(join(folder, 'breaker.png'));
  await chat.button('break-things').click();

  await answered(chat, 'Plan a week of low tides');
  await chat.type('Which of them are in the morning?');
  await chat.isAtRest();
  await chat.edit('Which of them are in the morning?', 'Which of them are at the weekend?');
  await chat.isAtRest();
  await chat.button('regenerate').last().click();
  await eventually('another answer comes', async () => (await chat.versions()).length === 2);
  await chat.isAtRest();
  await chat.button('edit').last().click();
  await chat.page.locator('.editor').evaluate((editor) => editor.scrollIntoView({ block: 'center' }));
  await shoot(chat, 'branches');

  await world.backend.kill();
  const slow = new World({ tokenDelayMs: 40 });
  try {
    await slow.backend.start();
    const streaming = await slow.newTab(await slow.newContext({ viewport: wide, colorScheme: 'light' }));
    await streaming.begin('Compare three ways to queue messages offline, in a table');
    await eventually('most of the answer is there', async () =>
      (await streaming.messages()).some(({ role, text }) => role === 'assistant' && text.length > 500),
    );
    await shoot(streaming, 'streaming');
  } finally {
    await slow.dispose();
  }
} finally {
  await world.dispose();
}
