/** The request that a client sends who has no request of its own. */

/** @param {string} baseUrl @returns {Promise<ReadableStream<Uint8Array>>} the body of the answer */
export async function requestAnswer(baseUrl) {
  const response = await fetch(`${baseUrl}/completion/generate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'What is a holdfast?' }], config: {} }),
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return response.body;
}

/**
 * @param {string} baseUrl
 * @param {(bytes: Uint8Array) => void} onBytes
 */
export async function readAnswer(baseUrl, onBytes) {
  const reader = (await requestAnswer(baseUrl)).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) onBytes(part.value);
}
