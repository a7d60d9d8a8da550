/** Holdfast, by its public interface. */
import { createHoldfast } from 'holdfast';

/** @type {import('../contract.js').Client} */
export const holdfast = {
  nothing: '',
  async open(baseUrl) {
    const { messages, close } = await createHoldfast({ baseUrl, database: 'stream' });
    return {
      async answer(onPart) {
        for await (const delta of messages.streamCompletion([
          { role: 'user', content: 'What is a holdfast?' },
        ])) {
          onPart(delta);
        }
      },
      close,
    };
  },
};
