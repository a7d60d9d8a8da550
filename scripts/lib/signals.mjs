/** Being told to end. */
import process from 'node:process';

/**
 * npm dies of a signal without passing it on, which would leave us behind with children that nobody stops.
 * @param {() => void} stop
 */
function stopWithNpm(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 250).unref();
}

/**
 * Calls `stop` when this process is told to end, however it is told: perhaps more than once.
 * @param {() => void} stop
 */
export function whenToldToEnd(stop) {
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  stopWithNpm(stop);
}
