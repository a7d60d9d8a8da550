/** Every client by its name, loaded when it is its turn: a page holds the code of one alone. */

/** @type {Record<string, () => Promise<import('./contract.js').Client>>} */
export const clients = {
  holdfast: async () => (await import('./clients/holdfast.js')).holdfast,
  bareFetch: async () => (await import('./clients/bareFetch.js')).bareFetch,
  handWritten: async () => (await import('./clients/handWritten.js')).handWritten,
  eventsourceParser: async () => (await import('./clients/eventsourceParser.js')).eventsourceParser,
  openaiClient: async () => (await import('../../../peers/openaiClient.js')).openaiClient,
  providerUtils: async () => (await import('./clients/providerUtils.js')).providerUtils,
  aiTransport: async () => (await import('../../../peers/aiTransport.js')).aiTransport,
  eventSource: async () => (await import('./clients/eventSource.js')).eventSource,
};
