/** Text for a report: long bodies are cut, and say how long they were. */

const longest = 600;

/** @param {string} text */
const abridge = (text) =>
  text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;

/** @param {unknown} value any JSON @returns {string} */
export const inJson = (value) => abridge(JSON.stringify(value) ?? 'nothing');

/** @param {import('./Client.mjs').SentRequest} request */
export function describeRequest({ method, path, headers, body }) {
  const told = Object.entries(headers).filter(
    ([name, value]) => name !== 'content-type' || !/^application\/json$/.test(value),
  );
  const shown = told.map(
    ([name, value]) => ` [${name}: ${/^authorization$/i.test(name) ? 'Bearer …' : abridge(value)}]`,
  );
  const text = typeof body === 'string' ? ` ${abridge(body)}` : body ? ` (${body.length} bytes)` : '';
  return `${method} ${path}${shown.join('')}${text}`;
}

/** @param {import('./Client.mjs').Answer} answer */
export const describeAnswer = ({ status, headers, text }) =>
  `${status} ${headers.get('content-type') ?? 'without a content type'} ${abridge(text)}`.trim();
