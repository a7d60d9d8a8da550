/**
 * The page that is measured. Whoever runs it loads a stage, and calls what is then in `window.bench`, one step after
 * the other. A page holds the code of one stage alone.
 */
import { clients } from './clients.js';

/** @type {Record<string, () => Promise<object>>} */
const stages = {
  decoding: async () => new (await import('../decoding/DecodingStage.js')).DecodingStage(),
};

window.bench = {
  async load(name) {
    window.bench = await (stages[name] ?? clientStage(name))();
  },
};

/** @param {string} name of a client */
const clientStage = (name) => async () => {
  const { ClientStage } = await import('./ClientStage.js');
  return new ClientStage(await clients[name]());
};
