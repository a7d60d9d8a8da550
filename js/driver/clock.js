/**
 * The one clock of the shim: milliseconds since the epoch that never run backwards.
 *
 * `performance.now()` stands still while a machine sleeps and `Date.now()` jumps when the wall clock is
 * set, so time goes on by the larger of the two steps, and a wall clock that is set back is not followed.
 *
 * @module
 */

const wall = () => Date.now();
const steady = () => performance.now();

let now = wall();
let lastWall = now;
let lastSteady = steady();

/** @returns {number} whole milliseconds since the epoch */
export function currentTime() {
  const wallNow = wall();
  const steadyNow = steady();
  now += Math.max(0, wallNow - lastWall, steadyNow - lastSteady);
  lastWall = wallNow;
  lastSteady = steadyNow;
  return Math.floor(now);
}

/**
 * As currentTime(), for what asks many times in a millisecond: within one of the wall clock it reads no other.
 *
 * @returns {number} whole milliseconds since the epoch
 */
export function quickTime() {
  return wall() === lastWall ? Math.floor(now) : currentTime();
}

/** @returns {string} the wall clock's time, RFC 3339 */
export function timestamp() {
  return new Date(wall()).toISOString();
}
