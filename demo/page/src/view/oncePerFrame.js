/**
 * Runs `work` at most once a frame, however often it is asked to. A hidden page has no frames: there
 * a timer stands in.
 * @param {() => void} work
 * @returns {() => void} ask for a run
 */
export function oncePerFrame(work) {
  let asked = false;
  const run = () => {
    asked = false;
    work();
  };
  return () => {
    if (asked) return;
    asked = true;
    if (document.hidden) setTimeout(run, 100);
    else requestAnimationFrame(run);
  };
}
