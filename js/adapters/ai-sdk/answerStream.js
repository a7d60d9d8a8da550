import { ChunkWriter } from './ChunkWriter.js';

/** @typedef {import('../../types.js').Holdfast<any>} Holdfast */
/** @typedef {import('../../types.js').MessageEvent} MessageEvent */

const BROKEN = 'The answer broke off; what has arrived of it is kept.';
const MOVED = 'The answer goes on in another tab.';

/**
 * An answer that streams, from its beginning, as a UI message stream.
 *
 * @param {Holdfast} holdfast
 * @param {string} id the answer's
 * @param {Promise<unknown>} [queued] rejects where there is nothing of it
 * @returns {ReadableStream<import('ai').UIMessageChunk>} who cancels it stops listening, and not the answer
 */
export function answerStream(holdfast, id, queued) {
  /** @type {(() => void)[]} */
  const stops = [];
  let isHeard = true;
  const stop = () => {
    isHeard = false;
    for (const end of stops) end();
  };
  return new ReadableStream({
    start(controller) {
      const writer = new ChunkWriter(id, (chunk) => isHeard && controller.enqueue(chunk));
      const progress = new Progress(writer);
      const conclude = () => {
        if (!writer.isOver || !isHeard) return;
        stop();
        controller.close();
      };
      const contentNow = () => contentOf(holdfast, id);
      stops.push(
        holdfast.on('message', (event) => {
          if (event.id !== id) return;
          progress.hear(event);
          conclude();
        }),
        // No event tells that another tab goes on with it.
        holdfast.on('status', () => {
          if (contentNow() === undefined) writer.fail(MOVED);
          conclude();
        }),
      );
      progress.show(contentNow() ?? '');
      queued?.catch((error) => {
        writer.fail(error.message);
        conclude();
      });
    },
    cancel: stop,
  });
}

/** @param {Holdfast} holdfast @param {string} id @returns {string | undefined} undefined where it does not stream here */
const contentOf = (holdfast, id) =>
  holdfast.messages.streaming().find(({ message }) => message.id === id)?.message.content;

/** What was written of an answer. */
class Progress {
  #writer;
  #shown = 0;
  #why = BROKEN;

  /** @param {ChunkWriter} writer */
  constructor(writer) {
    this.#writer = writer;
  }

  /** @param {MessageEvent} event */
  hear({ state, message, reasoning, error }) {
    if (reasoning) this.#writer.add('reasoning', reasoning);
    if (message) this.show(message.content);
    if (error) this.#why = error;
    if (state === 'streaming') return;
    if (state === 'failed') this.#writer.fail(this.#why);
    else if (message?.status === 'aborted') this.#writer.abort();
    else if (message?.status === 'interrupted') this.#writer.fail(this.#why);
    else this.#writer.finish();
  }

  /** @param {string} content as far as it has come */
  show(content) {
    this.#writer.add('text', content.slice(this.#shown));
    this.#shown = content.length;
  }
}
