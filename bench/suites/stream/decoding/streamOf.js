/**
 * The parts of a body as a response would give them, one at each call for one.
 * @param {Uint8Array[]} chunks
 * @returns {ReadableStream<Uint8Array>}
 */
export function streamOf(chunks) {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      if (next === chunks.length) controller.close();
      else controller.enqueue(chunks[next++]);
    },
  });
}
