import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { inWorld } from './support/World.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let plain;
before(async () => (plain = await buildPlainPage()));
after(() => plain.remove());

const WORDS = 600;

/**
 * Has an answer of many small pieces of network streamed in a page.
 * @returns {Promise<{deltas: string[], frames: number, content: string, early: number}>} `early`: events before the end
 */
const stream = (prepare) => (t) =>
  inWorld(
    async (world) => {
      const page = await world.newPage(await world.newContext());
      await page.addInitScript(prepare.script);
      await page.goto(`${world.backend.url}/plain.html`);
      await page.waitForFunction(() => window.holdfast !== undefined);
      const seen = await page.evaluate(async (words) => {
        const encoder = new TextEncoder();
        const say = (i) =>
          encoder.encode(
            `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: `${i} ` } }] })}\n\n`,
          );
        let sent = 0;
        const body = new ReadableStream(
          {
            async pull(controller) {
              // A task of its own for each piece, as the network has.
              await new Promise((resolve) => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = resolve;
                port2.postMessage(0);
              });
              if (sent < words) return controller.enqueue(say(sent++));
              controller.enqueue(encoder.encode('data: [DONE]\n\n'));
              return controller.close();
            },
          },
          { highWaterMark: 0 },
        );
        const chat = await window.holdfast.createHoldfast({
          baseUrl: '/',
          fetch: (url, init) =>
            String(url).endsWith('/completion/generate')
              ? Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }))
              : fetch(url, init),
        });
        let frames = 0;
        const count = () => {
          frames += 1;
          requestAnimationFrame(count);
        };
        requestAnimationFrame(count);
        const deltas = [];
        let early = 0;
        chat.on('message', ({ delta }) => {
          if (!delta) return;
          deltas.push(delta);
          if (sent < words) early += 1;
        });
        await chat.conversations.createConversation({ id: 'talk', firstMessage: 'Count' });
        frames = 0;
        const { answer } = await chat.messages.sendMessage('Count', 'talk');
        return { deltas, frames, early, content: answer.message.content };
      }, WORDS);
      const whole = Array.from({ length: WORDS }, (_, i) => `${i} `).join('');
      assert.equal(seen.content, whole);
      assert.equal(seen.deltas.join(''), whole);
      prepare.check(seen);
    },
    { page: plain.folder },
  )(t);

test(
  'in a page that is seen, an answer is told once a frame at the most',
  stream({
    script: () => {},
    check({ deltas, frames }) {
      // The last one does not wait for a frame.
      assert.ok(deltas.length <= frames + 2, `${deltas.length} events in ${frames} frames`);
      assert.ok(deltas.length < WORDS / 2, `${deltas.length} events for ${WORDS} pieces`);
    },
  }),
);

test(
  'in a page that is hidden, where no frame is drawn, an answer is told while it streams',
  stream({
    script: () => {
      Object.defineProperty(Document.prototype, 'hidden', { get: () => true });
      window.requestAnimationFrame = () => 0;
      // Timers of hidden pages come late: nothing may wait for one.
      const setTimer = window.setTimeout;
      window.setTimeout = (work, ms, ...rest) => setTimer(work, ms > 0 && ms <= 16 ? 60_000 : ms, ...rest);
    },
    check({ deltas, early }) {
      assert.ok(early > 0, 'something was told before the end');
      assert.ok(deltas.length < WORDS / 2, `${deltas.length} events for ${WORDS} pieces`);
    },
  }),
);
