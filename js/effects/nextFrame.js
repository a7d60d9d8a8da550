/** Whether frames are drawn: not in a page that is hidden, and not without a page, as in Node or in a worker. */
export function drawsFrames() {
  return typeof document !== 'undefined' && typeof requestAnimationFrame === 'function' && !document.hidden;
}

/**
 * Calls back with the next frame, or at once when the page is hidden before that. REQUIRES: drawsFrames().
 *
 * @param {() => void} callback
 * @returns {() => void} takes it back
 */
export function nextFrame(callback) {
  const cancel = () => {
    cancelAnimationFrame(frame);
    document.removeEventListener('visibilitychange', run);
  };
  const run = () => {
    cancel();
    callback();
  };
  const frame = requestAnimationFrame(run);
  document.addEventListener('visibilitychange', run);
  return cancel;
}
