/** Which conversation the address names: `#/c/ID`; `null` for one that is to begin. */
export function currentConversation() {
  const match = /^#\/c\/(.+)$/.exec(location.hash);
  return match ? decodeURIComponent(match[1]) : null;
}

/** @param {string | null} conversationId */
export function goTo(conversationId) {
  location.hash = conversationId === null ? '#/' : `#/c/${encodeURIComponent(conversationId)}`;
}

/**
 * The skip link has a hash of its own, which names no conversation.
 * @param {() => void} listener
 */
export function onRoute(listener) {
  window.addEventListener('hashchange', () => location.hash.startsWith('#/') && listener());
}
