/**
 * Call it before what is shown changes, and what it gives afterwards: where a message gave way to another one in its
 * place, the focus goes on in that.
 *
 * @param {HTMLElement} thread
 * @returns {() => void}
 */
export function keepFocus(thread) {
  const focused = document.activeElement;
  const article = thread.contains(focused) ? focused?.closest('article') : null;
  if (!(focused instanceof HTMLElement) || !article) return () => undefined;
  const { place } = article.dataset;
  const { action } = focused.dataset;
  return () => {
    if (article.isConnected) return;
    const now = thread.querySelector(`article[data-place="${place}"]`);
    const same = now?.querySelector(`[data-action="${action}"]:not([hidden])`);
    const next = same ?? now;
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  };
}
