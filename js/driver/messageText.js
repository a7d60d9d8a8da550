/**
 * Messages as JSON: the text that JSON.stringify() makes of them, in half the time, since most of their members hold
 * nothing that has to be escaped.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';

/** @typedef {import('../types.js').ChatMessage} ChatMessage checked: its ids and its time stamp are well formed */

/**
 * The members that follow the ones that every message has, each behind a comma.
 *
 * @param {ChatMessage} message
 * @throws {HoldfastError} `invalid-message`: the metadata cannot be written as JSON
 */
export function encodeMembers({ parentId, status, metadata }) {
  const parent = parentId === undefined ? '' : `,"parentId":"${parentId}"`;
  const end = status === undefined ? '' : `,"status":"${status}"`;
  return metadata === undefined ? parent + end : `${parent}${end},"metadata":${encodeMetadata(metadata)}`;
}

/** @param {ChatMessage} message @param {string} [members] what encodeMembers() made of it */
export function encodeMessage(message, members = encodeMembers(message)) {
  const { id, role, content, createdAt } = message;
  return `{"id":"${id}","role":"${role}","content":${JSON.stringify(content)},"createdAt":"${createdAt}"${members}}`;
}

/** @param {object} metadata */
function encodeMetadata(metadata) {
  let text;
  let cause;
  try {
    text = JSON.stringify(metadata);
  } catch (error) {
    cause = error;
  }
  // An object with a toJSON() of its own may become anything.
  if (text?.startsWith('{')) return text;
  throw new HoldfastError('invalid-message', "The message's metadata cannot be written as a JSON object.", {
    field: 'metadata',
    cause,
  });
}
