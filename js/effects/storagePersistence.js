/**
 * Asks the browser not to evict this origin's data when the disk fills up. Where it asks the user, a page that
 * saves messages is a good reason; where it says no, nothing changes.
 *
 * @returns {Promise<boolean | undefined>} whether the data is safe from eviction; undefined where nobody can say
 */
export async function keepStorage() {
  const { storage } = globalThis.navigator ?? {};
  try {
    return (await storage?.persisted?.()) || (await storage?.persist?.());
  } catch {
    return undefined;
  }
}
