/**
 * A chat on Replicache: mutators that it sends until the backend has them, and subscriptions. A mutator resolves when
 * memory has what it did; when the database has it too is not told.
 */
import { Replicache } from 'replicache';

/** @type {import('../../suites/size/chats/contract.js').Open} */
export async function open(name) {
  const replicache = new Replicache({
    name,
    pushURL: '/push',
    pullURL: '/pull',
    mutators: { send: (transaction, message) => transaction.set(`message/${message.id}`, message) },
  });
  const read = (transaction) => transaction.scan({ prefix: 'message/' }).values().toArray();
  await replicache.query(read);
  return {
    send: (message) => replicache.mutate.send(message),
    show: (listener) => replicache.subscribe(read, listener),
  };
}
