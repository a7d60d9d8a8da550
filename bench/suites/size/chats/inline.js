/** Holdfast with the WebAssembly in the script. */
import { createHoldfast } from 'holdfast/inline';

/** @type {import('./contract.js').Open} */
export async function open(name) {
  const { persistence } = await createHoldfast({ baseUrl: '/api', database: name });
  return { keep: (message) => persistence.queueMessage(message, 'chat').durable };
}
