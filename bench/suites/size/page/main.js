/**
 * The page in which everybody starts: as it is, since a bundler would take the bundles apart that are measured. Whoever
 * runs it calls what is in `window.bench`.
 */
/** @param {string} content @returns {import('../chats/contract.js').Message} */
const messageOf = (content) => ({
  id: crypto.randomUUID(),
  role: 'user',
  content,
  createdAt: new Date().toISOString(),
});

/** A new page keeps both cores of a small machine busy for a while, whoever it is for. */
const SETTLE_MS = 300;

const bench = {
  /** What the contestant's user has loaded already. @param {string} contestant */
  async load(contestant) {
    if (contestant === 'useChat') await Promise.all([import('react'), import('react/jsx-runtime')]);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  },

  /**
   * @param {string} contestant
   * @param {string} database
   * @returns {Promise<{readyMs: number, keptMs: number | undefined}>} both since the import; `keptMs`: until its first
   *   message was kept
   */
  async start(contestant, database) {
    const begun = performance.now();
    const { open } = await import(`./chats/${contestant}/entry.js`);
    const chat = await open(database);
    const readyMs = performance.now() - begun;
    await chat.keep?.(messageOf('What is a holdfast?'));
    return { readyMs, keptMs: chat.keep && performance.now() - begun };
  },
};

window.bench = bench;
