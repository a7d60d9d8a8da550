/** @typedef {import('ai').UIMessage} UIMessage */
/** @typedef {import('../../types.js').ChatMessageInput} ChatMessageInput */

/**
 * What is saved of a message, and what a model reads: its text. Parts of other kinds are kept in the metadata of what a
 * person wrote.
 *
 * @param {UIMessage} message
 * @returns {ChatMessageInput & {id: string}}
 */
export function messageOf({ id, role, parts, metadata }) {
  const others = parts.filter(({ type }) => type !== 'text' && type !== 'step-start');
  /** @type {Record<string, unknown>} */
  const kept = {
    ...(typeof metadata === 'object' && metadata),
    ...(role === 'user' && others.length > 0 && { parts: others }),
  };
  return {
    id,
    role,
    content: textOf(parts),
    ...(Object.keys(kept).length > 0 && { metadata: kept }),
  };
}

/** @param {UIMessage['parts']} parts */
const textOf = (parts) => parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
