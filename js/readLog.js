/** What a lane is read by at a time. */
const PAGE = { segments: 64, bytes: 1024 * 1024, lanes: 256 };

/**
 * The messages that the log holds, lane by lane, in order.
 *
 * @param {import('./Storage.js').Storage} storage
 * @param {import('./driver/CoreDriver.js').CoreDriver} driver
 * @param {string} [conversationId] default: all conversations
 */
export async function readLog(storage, driver, conversationId) {
  const messages = [];
  for (const lane of conversationId === undefined ? await conversationsIn(storage) : [conversationId])
    messages.push(...(await readLane(storage, driver, lane)));
  return messages;
}

/** The conversations that have records in the log. @param {import('./Storage.js').Storage} storage */
async function conversationsIn(storage) {
  const ids = [];
  for (let after = ''; ; after = ids.at(-1) ?? '') {
    const { lanes, reachedEnd } = await storage.findLanes(after, PAGE.lanes);
    ids.push(...lanes.map(({ conversationId }) => conversationId));
    if (reachedEnd || lanes.length === 0) return ids;
  }
}

/**
 * @param {import('./Storage.js').Storage} storage
 * @param {import('./driver/CoreDriver.js').CoreDriver} driver
 * @param {string} conversationId
 */
async function readLane(storage, driver, conversationId) {
  const messages = [];
  /** Records of a message whose last parts are on the next page. @type {Uint8Array[]} */
  let begun = [];
  for (let after = 0; ;) {
    const read = await storage.readLane(conversationId, after, PAGE.segments, PAGE.bytes);
    const records = [...begun, ...read.segments.map(({ bytes }) => bytes)];
    const described = driver.describeSegments(records);
    for (const message of described.messages) messages.push({ conversationId, message });
    begun = records.slice(records.length - described.begun);
    after = read.segments.at(-1)?.key ?? after;
    if (read.reachedEnd || read.segments.length === 0) return messages;
  }
}
