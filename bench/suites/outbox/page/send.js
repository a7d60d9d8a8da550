/** The plain endpoint that the peers send to. */

const headers = { 'content-type': 'application/json' };

/** @param {import('./contract.js').Message | import('./contract.js').Message[]} messages one, or many in their order */
export const plainRequest = (messages) =>
  new Request('/plain', { method: 'POST', headers, body: JSON.stringify(messages) });

/** @param {Parameters<typeof plainRequest>[0]} messages */
export async function sendPlain(messages) {
  const response = await fetch(plainRequest(messages));
  if (!response.ok) throw new Error(`The backend answered ${response.status}.`);
  await response.arrayBuffer();
}
