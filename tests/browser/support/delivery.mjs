/** What has to hold in the database and on the page when everything has been delivered. */
import assert from 'node:assert/strict';
import { threadOf } from '../../../js/index.js';
import { eventually } from './eventually.mjs';

/**
 * The database holds what was typed in a conversation, each message once and in order, at positions
 * without gaps.
 *
 * @param {import('./Backend.mjs').Backend} backend
 * @param {string} conversationId
 * @param {string[]} typed
 * @returns {Promise<import('./Backend.mjs').StoredRow[]>} all that it holds of the conversation
 */
export async function assertStoredOnceInOrder(backend, conversationId, typed) {
  const rows = await backend.stored(conversationId);
  const positions = rows.map(({ position }) => position);
  assert.deepEqual(
    positions,
    Array.from(rows.keys(), (index) => index + 1),
    'positions have no gap',
  );
  const users = rows.filter(({ role }) => role === 'user').map(({ content }) => content);
  assert.deepEqual(users, typed, 'every message of the person is stored once and in order');
  return rows;
}

/**
 * The page shows the newest branch of what the database holds, all of it as synced.
 *
 * @param {import('./Backend.mjs').Backend} backend
 * @param {import('./ChatPage.mjs').ChatPage} chat with the conversation open
 * @param {string} conversationId
 */
export async function assertShownAsStored(backend, chat, conversationId) {
  const inDatabase = async () => {
    const messages = (await backend.stored(conversationId)).map(({ parent_id: parentId, ...row }) => ({
      ...row,
      parentId: parentId ?? undefined,
    }));
    return threadOf(messages, { conversationId }).map(({ message: { id, role, status } }) => ({
      id,
      role,
      state: 'synced',
      status,
    }));
  };
  const onPage = async () =>
    (await chat.messages()).map(({ id, role, state, status }) => ({ id, role, state, status }));
  await eventually('the page shows what is stored', async () => {
    assert.deepEqual(await onPage(), await inDatabase());
    return true;
  });
}

/**
 * @param {string} name
 * @param {number} count
 */
export const texts = (name, count) =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1} of ${count}`);
