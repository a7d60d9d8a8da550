/** An answer of five words, and pages that die while they read it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDisk, openPage } from './answerPage.mjs';
import { openAiEvents, streamOf } from './FakeBackend.mjs';
import { makeWorld, until } from './world.mjs';

const WORDS = ['One', ' two', ' three', ' four', ' five 🌊'];
export const ANSWER = WORDS.join('');
export const EVENTS = openAiEvents(WORDS);
export const completions = ({ requests }) => requests.filter(({ path }) => path === '/completion/generate');

/** Resolves when `condition` holds, by looking again and again. */
export async function eventually(condition) {
  while (!(await condition())) await sleep(2);
}

/** Two events of an answer, and then nothing. */
export const aPart = () =>
  new Response(
    new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from(EVENTS.slice(0, 2).join(''))),
    }),
    { headers: { 'content-type': 'text/event-stream' } },
  );
/** Goes on behind what is known, as the reference backend does. */
export const theRest = ({ headers }) => streamOf(EVENTS.slice(Number(headers.get('last-event-id') ?? 0)));

/** A page dies while two words of its answer are kept. */
export async function aPageThatDied(t, { checkpointed = true, options = {}, complete = aPart } = {}) {
  const world = await makeWorld(t);
  const disk = makeDisk();
  const page = await openPage(world, disk, options);
  world.backend.complete = complete;
  void page.messages.sendMessage('Tell me', world.conversationId).catch(() => undefined);
  await until(world.holdfast, () => world.backend.contents(world.conversationId).length === 1);
  if (complete === aPart)
    await eventually(() => page.events.some(({ message }) => message?.content === 'One two'));
  else await eventually(() => completions(world.backend).length > 0);
  if (checkpointed) page.answers.hide();
  await eventually(
    () =>
      disk.store.all.length === 1 && (!checkpointed || complete !== aPart || disk.store.all[0].tail !== ''),
  );
  page.die();
  return { ...world, world, disk, page };
}
export const isAnswered = ({ holdfast, backend, conversationId }) =>
  until(holdfast, () => backend.conversations.get(conversationId).length === 2);
export const isForgotten = (disk) => eventually(() => disk.store.all.length === 0);
