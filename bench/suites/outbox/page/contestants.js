/** Every contestant by its name, loaded when it is its turn: a page holds the code of one alone. */

/** @type {Record<string, () => Promise<import('./contract.js').Contestant>>} */
export const contestants = {
  holdfast: async () => (await import('./holdfast.js')).holdfast,
  encoded: async () => (await import('./encoded.js')).encoded,
  rawPacked: async () => (await import('./rawPacked.js')).rawPacked,
  rawRows: async () => (await import('./rawRows.js')).rawRows,
  bareFetch: async () => (await import('./bareFetch.js')).bareFetch,
  idb: async () => (await import('../../../peers/idb.js')).idb,
  idbKeyval: async () => (await import('../../../peers/idbKeyval.js')).idbKeyval,
  dexie: async () => (await import('../../../peers/dexie.js')).dexie,
  localforage: async () => (await import('../../../peers/localforage.js')).localforage,
  rxdb: async () => (await import('../../../peers/rxdb.js')).rxdb,
  workbox: async () => (await import('../../../peers/workbox.js')).workbox,
  tanstack: async () => (await import('../../../peers/tanstack.js')).tanstack,
};
