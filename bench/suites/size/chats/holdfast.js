/** Holdfast, by its public interface. */
import { createHoldfast } from 'holdfast';

/** @type {import('./contract.js').Open} */
export async function open(name) {
  const { persistence } = await createHoldfast({ baseUrl: '/api', database: name });
  return { keep: (message) => persistence.queueMessage(message, 'chat').durable };
}
