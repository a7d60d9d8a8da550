/**
 * Messages as callers hand them in: checked, and made whole.
 *
 * @module
 */
import { HoldfastError } from '../HoldfastError.js';
import { randomId } from '../driver/random.js';
import { timestamp } from '../driver/clock.js';

const ROLES = ['system', 'user', 'assistant', 'tool'];
const STATUSES = ['complete', 'aborted', 'interrupted'];
const ID = /^[A-Za-z0-9._:~@+=-]{1,128}$/;
/** RFC 3339. Nothing in it has to be escaped in JSON. */
const TIME_STAMP =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * @param {string} field
 * @param {string} complaint
 * @returns {never}
 */
function refuse(field, complaint) {
  throw new HoldfastError('invalid-message', `The message's ${field} ${complaint}.`, { field });
}

/** @param {unknown} value */
function describe(value) {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

/** @param {unknown} id @param {string} field */
export function checkId(id, field) {
  if (id === undefined || id === null || id === '') {
    throw new HoldfastError(`missing-${kebab(field)}`, `The ${field} is missing; it must not be empty.`, {
      field,
    });
  }
  if (typeof id === 'string' && ID.test(id)) return;
  throw new HoldfastError(
    `invalid-${kebab(field)}`,
    `The ${field} must be 1 to 128 characters of A-Z a-z 0-9 . _ : ~ @ + = -`,
    { field },
  );
}

/** @param {string} name */
function kebab(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Half of a surrogate pair is no character, and would not survive as UTF-8. @param {string} text */
function wellFormed(text) {
  return /** @type {any} */ (text).toWellFormed?.() ?? text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/**
 * @param {unknown} input
 * @returns {import('../types.js').ChatMessage<any>}
 */
export function completeMessage(input) {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new HoldfastError('invalid-message', `A message must be an object, not ${describe(input)}.`);
  }
  const { id, role, content, createdAt, parentId, status, metadata } = /** @type {Record<string, any>} */ (
    input
  );
  if (!ROLES.includes(role)) refuse('role', 'must be system, user, assistant or tool');
  if (typeof content !== 'string') refuse('content', `must be a string, not ${describe(content)}`);
  if (id !== undefined) checkId(id, 'id');
  if (parentId !== undefined) checkId(parentId, 'parentId');
  if (createdAt !== undefined && !(typeof createdAt === 'string' && TIME_STAMP.test(createdAt))) {
    refuse('createdAt', 'must be an RFC 3339 time stamp such as 2026-11-22T10:00:00.000Z');
  }
  if (status !== undefined && !STATUSES.includes(status)) {
    refuse('status', 'must be complete, aborted or interrupted');
  }
  if (
    metadata !== undefined &&
    (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
  ) {
    refuse('metadata', `must be an object, not ${describe(metadata)}`);
  }
  /** @type {import('../types.js').ChatMessage<any>} */
  const message = {
    id: id ?? randomId(),
    role,
    content: wellFormed(content),
    createdAt: createdAt ?? timestamp(),
  };
  if (parentId !== undefined) message.parentId = parentId;
  if (status !== undefined) message.status = status;
  if (metadata !== undefined) message.metadata = metadata;
  return message;
}
