/** How the clock of the backend is set against the page's. */

const SAMPLES = 9;

const now = () => performance.timeOrigin + performance.now();

/**
 * What has to be added to the page's time to get the backend's; from the quickest of several answers, halfway
 * between asking and hearing.
 * @returns {Promise<number>} milliseconds
 */
export async function clockOffset() {
  let best = { roundTrip: Infinity, offset: 0 };
  for (let i = 0; i < SAMPLES; i += 1) {
    const asked = now();
    const backend = Number(await (await fetch('/clock')).text());
    const heard = now();
    if (heard - asked < best.roundTrip)
      best = { roundTrip: heard - asked, offset: backend - (asked + heard) / 2 };
  }
  return best.offset;
}
