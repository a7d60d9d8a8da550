/** The stores in Svelte and in Vue, as docs/package.md shows it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { derived, get } from 'svelte/store';
import { effect, effectScope, onScopeDispose, shallowRef } from '@vue/reactivity';
import { conversationStore, statusStore } from '../../../js/adapters/stores.js';
import { makeWorld, user } from '../support/world.mjs';
import { contentsOf, isIdle, watch } from './support/watching.mjs';

/** As docs/package.md has it. */
function useStore(store) {
  const snapshot = shallowRef(store.getSnapshot());
  onScopeDispose(store.subscribe((next) => (snapshot.value = next)));
  return snapshot;
}

test('Svelte reads a store as its own, and derives from it', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  const conversation = conversationStore(holdfast, conversationId);
  assert.deepEqual(get(conversation).messages, []);
  const count = derived([conversation, statusStore(holdfast)], ([{ messages }, { pending }]) => [
    messages.length,
    pending,
  ]);
  const counts = [];
  const stop = count.subscribe((now) => counts.push(now.join('/')));
  const view = watch(t, conversation);
  holdfast.persistence.queueMessage(user('Hello'), conversationId);
  await view.until((snapshot) => isIdle(snapshot) && snapshot.messages.length === 1);
  while (counts.at(-1) !== '1/0') await new Promise((resolve) => setTimeout(resolve, 2));
  assert.equal(counts[0], '0/0');
  stop();
});

test('Vue runs its effects when a store has changed, and lets go of it with its scope', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  const conversation = conversationStore(holdfast, conversationId);
  const scope = effectScope();
  const shown = [];
  scope.run(() => {
    const snapshot = useStore(conversation);
    effect(() => shown.push(contentsOf(snapshot.value).join()));
  });
  holdfast.persistence.queueMessage(user('Hello'), conversationId);
  const view = watch(t, conversation);
  await view.until((snapshot) => isIdle(snapshot) && snapshot.messages.length === 1);
  assert.deepEqual([shown[0], shown.at(-1)], ['', 'Hello']);
  scope.stop();
  const before = shown.length;
  holdfast.persistence.queueMessage(user('Unseen'), conversationId);
  await view.until((snapshot) => isIdle(snapshot) && snapshot.messages.length === 2);
  assert.equal(shown.length, before);
});
