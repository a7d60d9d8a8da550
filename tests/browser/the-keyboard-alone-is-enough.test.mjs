import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertShownAsStored } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';

const unhurried = { tokenDelayMs: 25 };

/** What has the focus: how it is found, and whether the focus can be seen. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const isOutlined = (one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    };
    return {
      tag: element.localName,
      action: element.dataset.action ?? '',
      conversation: element.dataset.conversationId ?? '',
      visible:
        element.matches(':focus-visible') &&
        (isOutlined(element) || isOutlined(element.closest('.composer-box') ?? element)),
    };
  });
}

/** Presses Tab until `isThere`; whatever has the focus on the way is to be seen. */
async function tabTo(page, what, isThere, key = 'Tab') {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    const place = await focused(page);
    if (place.tag === 'body') continue;
    assert.ok(place.visible, `the focus on ${JSON.stringify(place)} can be seen`);
    if (isThere(place)) return;
  }
  assert.fail(`${what} is not reached with ${key}`);
}

const onComposer = ({ tag }) => tag === 'textarea';

test(
  'a message is written, its answer stopped and another conversation opened with the keyboard alone',
  inWorld(async ({ backend, newContext, newTab }) => {
    const chat = await newTab(await newContext());
    const { page } = chat;
    await page.evaluate(() => document.activeElement.blur());
    await tabTo(page, 'the message box', onComposer);
    await page.keyboard.type('Written');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('on two lines');
    await page.keyboard.press('Enter');
    const first = await eventually('a conversation begins', () => chat.conversationId);

    await eventually('the answer streams', async () =>
      (await chat.messages()).some(({ state, text }) => state === 'streaming' && text !== ''),
    );
    await tabTo(page, 'the stop button', ({ action }) => action === 'stop');
    await page.keyboard.press('Enter');
    await chat.isAtRest();
    assert.ok(onComposer(await focused(page)), 'the focus goes back to the message box');
    const [question, answer] = await chat.messages();
    assert.equal(question.text, 'Written\non two lines');
    assert.equal(answer.status, 'aborted');

    await tabTo(
      page,
      'the button for a new conversation',
      ({ action }) => action === 'new-conversation',
      'Shift+Tab',
    );
    await page.keyboard.press('Enter');
    await page.locator('.empty-state').waitFor();
    assert.ok(onComposer(await focused(page)), 'the focus goes to the message box');
    await page.keyboard.type('Another matter');
    await page.keyboard.press('Enter');
    const second = await eventually(
      'a second one begins',
      () => chat.conversationId !== first && chat.conversationId,
    );
    await eventually('the answer streams', () => chat.button('stop').isVisible());
    await page.keyboard.press('Escape');
    await chat.isAtRest();
    assert.notEqual(second, null);

    await tabTo(page, 'the first conversation', ({ conversation }) => conversation === first, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await chat.conversationIsOpen(first);
    await assertShownAsStored(backend, chat, first);
  }, unhurried),
);

test(
  'everything has a role and a name, and every message says in words where it is',
  inWorld(async ({ backend, newContext, newTab }) => {
    const context = await newContext();
    const chat = await newTab(context);
    const { page } = chat;
    await chat.begin('Is anybody there?');
    await chat.isAtRest();
    await context.setOffline(true);
    await chat.type('And now?');
    await chat.typedMessagesAre(['And now?'], 'saved');

    const named = (role, name) => page.getByRole(role, { name });
    assert.equal(await named('article', /^You, .*, Synced$/).count(), 1);
    assert.equal(await named('article', /^Answer, .*, Synced$/).count(), 1);
    assert.equal(await named('article', /^You, .*, Saved here$/).count(), 1);
    for (const { words, name } of await chat.messages()) assert.ok(words !== '' && name.endsWith(words));

    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.match(await page.title(), /^Is anybody there\? · Holdfast$/);
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
    assert.equal(await named('navigation', 'Conversations').count(), 1);
    assert.equal(await named('main', 'Chat').count(), 1);
    assert.equal(await named('contentinfo', 'Delivery').count(), 1);
    assert.equal(await named('textbox', 'Message').count(), 1);
    assert.equal(await named('button', 'Send').count(), 1);
    assert.equal(await page.locator('#announcer[role=status][aria-live=polite]').count(), 1);
    assert.match(await page.locator('#announcer').textContent(), /^Answer in Is anybody there\?: \w/);

    await chat.button('break-things').click();
    await page.getByRole('radio', { name: 'Unreachable' }).waitFor();
    const outline = await page.locator('body').ariaSnapshot();
    const nameless = outline
      .split('\n')
      .filter((line) =>
        /^\s*- (button|link|textbox|radio|switch|slider|checkbox|navigation|complementary)(?! ")/.test(line),
      );
    assert.deepEqual(nameless, [], 'no control is without a name');
    await context.setOffline(false);
    await chat.isAtRest();
    assert.equal((await backend.stored()).filter(({ role }) => role === 'user').length, 2);
  }),
);
