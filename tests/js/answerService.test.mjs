import assert from 'node:assert/strict';
import test from 'node:test';
import { streamOf } from './support/FakeBackend.mjs';
import { makeWorld } from './support/world.mjs';

const chunk = (delta) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
const thoughtful = () =>
  streamOf([
    chunk({ reasoning_content: 'H' }),
    chunk({ reasoning_content: 'm.' }),
    chunk({ content: 'Yes' }),
    chunk({ reasoning_content: ' Or no?' }),
    chunk({ content: ', yes.' }),
    'data: [DONE]\n\n',
  ]);
const dialogue = [
  { id: 'q1', role: 'user', content: 'Is it?' },
  { id: 'a1', role: 'assistant', content: 'What?' },
  { id: 'q2', role: 'user', content: 'It.' },
];

test('a dialogue that the caller keeps is answered as it is, and the answer is queued under the id that was told', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const { id, queued } = holdfast.answers.ask(conversationId, dialogue, { config: { model: 'm' } });
  const answer = await queued;
  await answer.synced;
  assert.deepEqual([answer.id, answer.message.parentId], [id, 'q2']);
  assert.deepEqual(backend.contents(conversationId), ['Hello there']);
  const { body } = backend.requests.find(({ path }) => path === '/completion/generate');
  assert.deepEqual(body.config, { model: 'm' });
  assert.deepEqual(
    body.messages.map(({ id: its, role, content }) => ({ id: its, role, content })),
    dialogue,
  );
});

test('what the model thinks is told in its place, to who asked for it, and is no part of the answer', async (t) => {
  const { backend, holdfast, conversationId, events } = await makeWorld(t);
  backend.complete = thoughtful;
  const toldOf = async (options) => {
    const { id, queued } = holdfast.answers.ask(conversationId, dialogue, options);
    assert.equal((await queued).message.content, 'Yes, yes.');
    return events
      .filter((event) => event.id === id && (event.delta || event.reasoning))
      .map(({ delta, reasoning }) => delta ?? `(${reasoning})`)
      .join('')
      .replaceAll(')(', '');
  };
  assert.equal(await toldOf({ tellsReasoning: true }), '(Hm.)Yes( Or no?), yes.');
  assert.equal(await toldOf({}), 'Yes, yes.');
});

test('a dialogue that makes no sense is refused at once', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const wrong = [{ id: 'q', role: 'nobody', content: '' }];
  assert.throws(() => holdfast.answers.ask(conversationId, wrong), { code: 'invalid-message' });
  assert.throws(() => holdfast.answers.ask('', dialogue), { code: 'missing-conversation-id' });
  assert.equal(backend.requests.filter(({ path }) => path === '/completion/generate').length, 0);
});
