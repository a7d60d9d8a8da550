/** The tasks of a page's main thread, from a trace of Chromium. */

/** What the page marks, so that its thread is known among those of other pages. */
export const BEGIN = 'longest-task-begin';
export const END = 'longest-task-end';

export const traceConfig = {
  recordMode: /** @type {const} */ ('recordAsMuchAsPossible'),
  includedCategories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'],
};

/** @typedef {{name: string, pid: number, tid: number, ts: number, dur?: number}} TraceEvent times in microseconds */

/**
 * @param {TraceEvent[]} events
 * @returns {number} milliseconds of the longest task that began between the two marks, on the thread that set them
 */
export function longestTaskOf(events) {
  const begin = events.find(({ name }) => name === BEGIN);
  const end = events.find(({ name }) => name === END);
  if (!begin || !end) throw new Error('The trace lacks the marks of the page.');
  const tasks = events.filter(
    ({ name, pid, tid, ts }) =>
      name === 'RunTask' && pid === begin.pid && tid === begin.tid && ts > begin.ts && ts < end.ts,
  );
  return Math.max(0, ...tasks.map(({ dur = 0 }) => dur)) / 1_000;
}
