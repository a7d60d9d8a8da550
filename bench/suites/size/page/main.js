/**
 * The page in which everybody starts: as it is, since a bundler would take the bundles apart that are measured. Whoever
 * runs it calls what is in `window.bench`.
 */
const bench = {
  /** What the contestant's user has loaded already. @param {string} contestant */
  async load(contestant) {
    if (contestant !== 'useChat') return;
    await Promise.all([import('react'), import('react/jsx-runtime')]);
  },

  /** @param {string} contestant @param {string} database @returns {Promise<number>} milliseconds from import to ready */
  async start(contestant, database) {
    const begun = performance.now();
    const { open } = await import(`./chats/${contestant}/entry.js`);
    await open(database);
    return performance.now() - begun;
  },
};

window.bench = bench;
