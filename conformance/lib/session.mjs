/** Who the kit is: whom it was told to be, nobody where nobody asks, else two guests. */
import { Deviation } from './Deviation.mjs';
import { Kit } from './Kit.mjs';

/** @typedef {import('./Client.mjs').Client} Client */

/** The run could not begin: the backend was not reached, or lets nobody in. */
export class Unreachable extends Error {}

/** @param {Client} client @returns {Promise<string>} */
async function becomeGuest(client) {
  const { status, json } = await client.as(undefined).post('/session/guest', {});
  if (status === 201 && typeof json?.token === 'string') return json.token;
  throw new Unreachable('the backend wants a token, and has no guests: give it with --token');
}

/**
 * @param {Client} client with the token that was given, if one was
 * @param {{token?: string, otherToken?: string}} tokens
 * @returns {Promise<Kit>}
 */
export async function beginSession(client, { token, otherToken }) {
  try {
    const { status } = await client.get('/conversations?limit=1');
    if (status !== 401) return new Kit(client, otherToken ? client.as(otherToken) : undefined);
    if (token) throw new Unreachable('the backend does not take the token');
    const [own, other] = [await becomeGuest(client), otherToken ?? (await becomeGuest(client))];
    return new Kit(client.as(own), client.as(other));
  } catch (error) {
    if (error instanceof Deviation) throw new Unreachable(`${error.sent}: ${error.came}`);
    throw error;
  }
}
