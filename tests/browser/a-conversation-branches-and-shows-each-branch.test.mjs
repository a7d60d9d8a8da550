import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';

const typed = async (chat) =>
  (await chat.messages()).filter(({ role }) => role === 'user').map(({ text }) => text);
const shownIds = async (chat) => (await chat.messages()).map(({ id }) => id);

const createdAt = '2026-11-22T10:00:00.000Z';

async function post(backend, path, body) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': `"${path}"` };
  const response = await fetch(new URL(path, backend.url), {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${path} is answered with ${response.status}`);
}

/** A conversation of these messages, each answered. */
async function talk(chat, [first, ...more]) {
  const conversation = await chat.begin(first);
  await chat.isAtRest();
  for (const text of more) {
    await chat.type(text);
    await chat.isAtRest();
  }
  return conversation;
}

/** Waits until these are the versions that are shown, from the first place that has some to the last. */
const versionsAre = (chat, expected) =>
  eventually(`the versions are ${expected.join(', ') || 'none'}`, async () => {
    assert.deepEqual(await chat.versions(), expected);
    return true;
  });

const typedIs = (chat, expected) =>
  eventually(`what the person typed is ${expected.join(', ')}`, async () => {
    assert.deepEqual(await typed(chat), expected);
    return true;
  });

const focusedAction = (chat) => chat.page.evaluate(() => document.activeElement?.dataset.action);

test(
  'a message is edited, the branches are switched, and a reload shows what was chosen',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await talk(chat, ['What is kelp?', 'And a holdfast?']);
    const before = await shownIds(chat);
    await chat.edit('And a holdfast?', 'And dulse?');
    await chat.isAtRest();
    await typedIs(chat, ['What is kelp?', 'And dulse?']);
    await versionsAre(chat, ['Version 2 of 2']);
    await assertShownAsStored(backend, chat, conversation);

    await chat.button('previous-version').click();
    await typedIs(chat, ['What is kelp?', 'And a holdfast?']);
    assert.deepEqual(await shownIds(chat), before);
    await chat.page.reload();
    await chat.typedMessagesAre(['And a holdfast?'], 'synced');
    await versionsAre(chat, ['Version 1 of 2']);
    assert.deepEqual(await shownIds(chat), before);

    await chat.type('How does it hold on?');
    await chat.isAtRest();
    await typedIs(chat, ['What is kelp?', 'And a holdfast?', 'How does it hold on?']);
    await chat.button('next-version').click();
    await typedIs(chat, ['What is kelp?', 'And dulse?']);
    const rows = await backend.stored(conversation);
    const sent = rows.find(({ content }) => content === 'How does it hold on?');
    assert.equal(sent.parent_id, before.at(-1), 'it is stored behind what the person saw');
  }),
);

test(
  'the first message is edited, and the conversation begins anew beside itself',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await talk(chat, ['What is kelp?', 'And a holdfast?']);
    await chat.edit('What is kelp?', 'What is dulse?');
    await chat.isAtRest();
    await typedIs(chat, ['What is dulse?']);
    await chat.type('Can it be eaten?');
    await chat.isAtRest();
    await assertShownAsStored(backend, chat, conversation);
    await chat.button('previous-version').click();
    await typedIs(chat, ['What is kelp?', 'And a holdfast?']);
  }),
);

test(
  'an answer is regenerated beside the first one, with what followed that kept',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await talk(chat, ['What is kelp?', 'And a holdfast?']);
    const before = await shownIds(chat);
    await chat.button('regenerate').first().focus();
    await chat.page.keyboard.press('Enter');
    await versionsAre(chat, ['Version 2 of 2']);
    await chat.isAtRest();
    await typedIs(chat, ['What is kelp?']);
    assert.equal(await focusedAction(chat), 'regenerate', 'the focus is in the place where it was');
    await assertShownAsStored(backend, chat, conversation);

    await chat.type('Is it a plant?');
    await chat.isAtRest();
    await typedIs(chat, ['What is kelp?', 'Is it a plant?']);
    await chat.button('previous-version').focus();
    await chat.page.keyboard.press('Enter');
    await versionsAre(chat, ['Version 1 of 2']);
    assert.deepEqual(await shownIds(chat), before);
    assert.equal(await focusedAction(chat), 'previous-version', 'the focus is in the place where it was');
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await shownIds(chat), before, 'there is none before the first');
  }),
);

test(
  'an answer that was stopped is regenerated, and both are kept',
  inWorld(
    async ({ backend, newContext, newTab }) => {
      const chat = await newTab(await newContext());
      const conversation = await chat.begin('What is kelp?');
      await eventually('a part of the answer is shown', async () =>
        (await chat.messages()).some(({ state, text }) => state === 'streaming' && text !== ''),
      );
      await chat.button('stop').click();
      await chat.isAtRest();
      await chat.page.locator('[data-ending=aborted] [data-action=regenerate]').click();
      await versionsAre(chat, ['Version 2 of 2']);
      await chat.isAtRest();
      const [question, ...answers] = await backend.stored(conversation);
      assert.deepEqual(
        answers.map(({ status, parent_id: parentId }) => [status, parentId]),
        [
          ['aborted', question.id],
          ['complete', question.id],
        ],
      );
      await assertShownAsStored(backend, chat, conversation);
      assert.equal(await chat.page.locator('[data-ending]').count(), 0);
    },
    { tokenDelayMs: 15 },
  ),
);

test(
  'Escape leaves a message as it was, and gives the focus back',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await talk(chat, ['What is kelp?']);
    await chat.button('edit').press('Enter');
    await chat.page.keyboard.type(' Or not?');
    await chat.page.keyboard.press('Escape');
    assert.equal(await focusedAction(chat), 'edit');
    await typedIs(chat, ['What is kelp?']);
    await chat.button('edit').press('Enter');
    const editor = chat.page.getByRole('textbox', { name: 'Edit the message' });
    assert.equal(await editor.inputValue(), 'What is kelp?');
    await editor.fill('  ');
    assert.ok(await chat.button('submit-edit').isDisabled(), 'a message that is empty cannot be sent');
    await editor.fill('What is dulse?');
    await chat.button('submit-edit').click();
    await chat.isAtRest();
    assert.equal(await focusedAction(chat), 'edit', 'the focus is in the place where it was');
    await assertShownAsStored(backend, chat, conversation);
  }),
);

test(
  'an edit that is made offline is shown at once, and is sent when the network returns',
  inWorld(async ({ backend, newContext, newTab }) => {
    const context = await newContext();
    const chat = await newTab(context);
    const conversation = await talk(chat, ['What is kelp?', 'And a holdfast?']);
    const [, firstAnswer] = await shownIds(chat);
    await context.setOffline(true);
    await chat.edit('And a holdfast?', 'And dulse?');
    await chat.typedMessagesAre(['And dulse?'], 'saved');
    await typedIs(chat, ['What is kelp?', 'And dulse?']);
    await chat.page.locator('[data-unanswered=failed]').waitFor();

    await context.setOffline(false);
    await chat.typedMessagesAre(['And dulse?'], 'synced');
    const edited = (await backend.stored(conversation)).at(-1);
    assert.deepEqual([edited.content, edited.parent_id], ['And dulse?', firstAnswer]);
    await chat.page.reload();
    await chat.typedMessagesAre(['What is kelp?', 'And dulse?'], 'synced');
    await chat.button('try-again').click();
    await chat.isAtRest();
    await assertShownAsStored(backend, chat, conversation);
    await versionsAre(chat, ['Version 2 of 2']);
  }),
);

test(
  'what a device remembers of a conversation is edited while the backend is away, and outlives a reload',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await talk(chat, ['What is kelp?', 'And a holdfast?']);
    const [, firstAnswer] = await shownIds(chat);
    await backend.setFaults({ fail: 503 });
    await chat.page.reload();
    await chat.page.getByRole('button', { name: 'Look again' }).waitFor();
    await chat.edit('And a holdfast?', 'And dulse?');
    await chat.typedMessagesAre(['And dulse?'], 'saved');
    await chat.page.reload();
    await chat.typedMessagesAre(['And dulse?'], 'saved');
    await typedIs(chat, ['What is kelp?', 'And dulse?']);

    await backend.setFaults({});
    await chat.typedMessagesAre(['And dulse?'], 'synced', { timeoutMs: 60_000 });
    const edited = (await backend.stored(conversation)).at(-1);
    assert.deepEqual([edited.content, edited.parent_id], ['And dulse?', firstAnswer]);
    await versionsAre(chat, ['Version 2 of 2']);
  }),
);

test(
  'an answer that could not be had once more says so behind the one that is there',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const conversation = await talk(chat, ['What is kelp?', 'And a holdfast?']);
    const before = await shownIds(chat);
    await backend.setFaults({ fail: 503 });
    await chat.button('regenerate').first().click();
    const note = chat.page.locator('[data-unanswered=failed]');
    await note.waitFor();
    const isBehind = await note.evaluate((element) => element.previousElementSibling?.dataset.messageId);
    assert.equal(isBehind, before[1]);
    assert.deepEqual(await shownIds(chat), before);

    await backend.setFaults({});
    await note.getByRole('button', { name: 'Try again' }).click();
    await versionsAre(chat, ['Version 2 of 2']);
    await chat.isAtRest();
    assert.equal(await note.count(), 0);
    await assertShownAsStored(backend, chat, conversation);
  }),
);

test(
  'a branch that goes off far back is shown where it belongs, also from what the device remembers',
  inWorld(async ({ backend, newContext, newTab }) => {
    await post(backend, '/conversation/create', { id: 'long', title: 'A long talk' });
    const messages = Array.from({ length: 150 }, (_, i) => ({
      id: `m-${i}`,
      role: i % 2 ? 'assistant' : 'user',
      content: `Message ${i}`,
      ...(i % 2 && { parentId: `m-${i - 1}` }),
    }));
    const edit = { id: 'edit', role: 'user', content: 'Another third one', parentId: 'm-3' };
    await post(backend, '/message/append', {
      conversationId: 'long',
      writer: 'another-device',
      messages: [...messages, edit].map((message, i) => ({ ...message, seq: i + 1, createdAt })),
    });
    const chat = await newTab(await newContext(), '/#/c/long');
    const expected = ['m-0', 'm-1', 'm-2', 'm-3', 'edit'];
    const isShown = () =>
      eventually('the newest branch is shown', async () => {
        assert.deepEqual(await shownIds(chat), expected);
        return true;
      });
    await isShown();
    await chat.page.reload();
    await isShown();
    await versionsAre(chat, ['Version 2 of 2']);
    await assertShownAsStored(backend, chat, 'long');
  }),
);

test(
  'a branch that is made in one tab is shown in another one, which keeps what its person chose',
  inWorld(async ({ backend, newContext, newTab }) => {
    const context = await newContext();
    const left = await newTab(context);
    const conversation = await talk(left, ['What is kelp?', 'And a holdfast?']);
    const right = await newTab(context, `/#/c/${conversation}`);
    await right.typedMessagesAre(['And a holdfast?'], 'synced');

    await left.edit('And a holdfast?', 'And dulse?');
    await left.isAtRest();
    await typedIs(right, ['What is kelp?', 'And dulse?']);
    await right.isAtRest();
    await assertShownAsStored(backend, right, conversation);

    await right.button('previous-version').click();
    await typedIs(right, ['What is kelp?', 'And a holdfast?']);
    await left.type('Can it be eaten?');
    await left.isAtRest();
    await right.isAtRest();
    await typedIs(right, ['What is kelp?', 'And a holdfast?']);
    await typedIs(left, ['What is kelp?', 'And dulse?', 'Can it be eaten?']);
    await right.button('next-version').click();
    await typedIs(right, ['What is kelp?', 'And dulse?', 'Can it be eaten?']);
  }),
);

test(
  'another version that is made while an older one is looked at is shown',
  inWorld(async ({ newContext, newTab }) => {
    const chat = await newTab(await newContext());
    await talk(chat, ['What is kelp?']);
    for (const version of [2, 3]) {
      await chat.button('regenerate').click();
      await versionsAre(chat, [`Version ${version} of ${version}`]);
      await chat.isAtRest();
      await chat.button('previous-version').click();
      await versionsAre(chat, [`Version ${version - 1} of ${version}`]);
    }
    await chat.edit('What is kelp?', 'What is dulse?');
    await chat.isAtRest();
    await chat.button('previous-version').click();
    await versionsAre(chat, ['Version 1 of 2', 'Version 2 of 3']);
    await chat.edit('What is kelp?', 'What is a limpet?');
    await versionsAre(chat, ['Version 3 of 3']);
    await chat.isAtRest();
  }),
);

test(
  'a switch leaves the message that it is in where it is on the screen',
  inWorld(async ({ newContext, newTab }) => {
    const chat = await newTab(await newContext({ viewport: { width: 900, height: 900 } }));
    await talk(chat, ['Show kelp in a table', 'And a holdfast?', 'And dulse?']);
    await chat.edit('And a holdfast?', 'And a limpet?');
    await chat.isAtRest();
    await chat.page.locator('#scroller').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    const top = async (action) => Math.round((await chat.button(action).boundingBox()).y);
    const before = await top('previous-version');
    assert.ok(before > 60, 'it is in sight at the end of the conversation');
    await chat.button('previous-version').click();
    await typedIs(chat, ['Show kelp in a table', 'And a holdfast?', 'And dulse?']);
    assert.equal(await top('previous-version'), before);
    await chat.button('next-version').click();
    await typedIs(chat, ['Show kelp in a table', 'And a limpet?']);
    assert.equal(await top('previous-version'), before);
  }),
);
