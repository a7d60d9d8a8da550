/** What the tabs of one database tell each other. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Channel } from '../../js/effects/Channel.js';

test('who has just come tells nobody what is for those it knows, and calls whoever is there', async (t) => {
  const heard = [];
  const known = new Channel('channel-test', 'known', ({ kind }) => heard.push(kind));
  const newcomer = new Channel('channel-test', 'newcomer', () => undefined);
  t.after(() => [known, newcomer].forEach((channel) => channel.close()));
  known.open();
  newcomer.open();
  newcomer.tell({ kind: 'told' });
  newcomer.call({ kind: 'called' });
  while (!heard.includes('called')) await sleep(1);
  assert.deepEqual(heard, ['ask', 'called']);
});
