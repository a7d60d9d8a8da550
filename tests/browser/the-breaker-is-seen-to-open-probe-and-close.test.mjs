import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually } from './support/eventually.mjs';
import { inWorld } from './support/World.mjs';

/** Long enough for the fifth attempt in a row and the first rest of the breaker, whatever the jitter draws. */
const PATIENCE = { timeoutMs: 90_000 };

test(
  'a person sees on a time line how the breaker opens, probes and closes',
  inWorld(async (world) => {
    const chat = await world.newTab(await world.newContext());
    await chat.begin('Before the outage');
    await chat.isAtRest();
    await chat.button('break-things').click();
    const strip = chat.page.locator('.breaker-strip');
    const shows = (/** @type {string} */ mark) => async () => (await strip.locator(mark).count()) > 0;
    await eventually('the breaker is closed', shows('[data-state=closed]'));
    await eventually('an answered request is marked', shows('[data-ok=true]'));

    await chat.page.locator('input[name=fail][value="503"]').check();
    await chat.type('During the outage');
    await eventually('failed requests are marked', shows('[data-ok=false]'), PATIENCE);
    await eventually('the breaker opens', shows('[data-state=open]'), PATIENCE);
    await eventually('the breaker probes', shows('[data-state=half-open]'), PATIENCE);

    await chat.page.locator('input[name=fail][value="0"]').check();
    await chat.page.locator('[data-action=flush]').click();
    await chat.typedMessagesAre(['During the outage'], 'synced', PATIENCE);
    await eventually('the breaker is closed again', async () => {
      const states = await strip
        .locator('.breaker-span')
        .evaluateAll((spans) => spans.map((span) => span.dataset.state));
      assert.deepEqual(states.slice(0, 2), ['closed', 'open']);
      return states.at(-1) === 'closed';
    });
    assert.match(await chat.page.locator('[data-breaker=saying]').innerText(), /^Breaker closed/);
  }),
);
