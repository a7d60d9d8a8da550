/** What is done to the scene: every blow by its name. */

/**
 * @typedef {object} Blow
 * @property {number} afterMs since the blow before it, and since a tab is at work
 * @property {BlowName} name
 * @property {number} tab the one that is hit, where the blow hits one
 * @property {number} forMs how long what is hit stays down, where it comes back
 * @property {import('./FaultProxy.mjs').Moment} moment of a request that is waited for, where the blow lies in wait
 *
 * @typedef {(scene: import('./Scene.mjs').Scene, blow: Blow, trace: import('./Trace.mjs').Trace) => unknown} Strike
 */

/** @satisfies {Record<string, Strike>} */
export const blows = {
  'crash-tab': async ({ tabs }, { tab }, trace) => {
    trace.count('blows', 'tab', `${tabs[tab].name} is crashed`);
    await tabs[tab].crash();
  },

  'kill-renderer': (scene) => scene.killRenderer(),

  'close-tab': async ({ tabs }, { tab }, trace) => {
    trace.count('blows', 'closed', `${tabs[tab].name} is closed`);
    await tabs[tab].close({ runBeforeUnload: false });
  },

  'unload-tab': async ({ tabs }, { tab }, trace) => {
    trace.count('blows', 'closed', `${tabs[tab].name} is asked to close`);
    await tabs[tab].close({ runBeforeUnload: true });
  },

  'reload-tab': ({ tabs }, { tab }, trace) => {
    trace.count('blows', 'reloaded', `${tabs[tab].name} is reloaded`);
    tabs[tab].reload();
  },

  'leave-and-return': async ({ tabs }, { tab, forMs }, trace) => {
    if (!tabs[tab].isAtWork) return;
    trace.count('blows', 'left', `${tabs[tab].name} is left, for ${forMs} ms`);
    await tabs[tab].leaveAndReturn(forMs).catch(() => tabs[tab].gone('broke on the way'));
  },

  'freeze-renderer': (scene, { forMs }) => scene.freezeRenderer(forMs),

  // Whoever sends the next batch dies with it in flight: the leader.
  'crash-sender': ({ proxy, tabs }, { moment }, trace) =>
    proxy.setTrap({
      moment,
      spring: async (load) => {
        trace.count('blows', 'leader', `${load} is crashed; a batch of its has ${moment}`);
        await tabs.find(({ name }) => name === load)?.crash();
      },
    }),

  // Where durable is said too early, this is when it shows.
  'crash-promised': ({ ledger, tabs }, _blow, trace) =>
    ledger.setTrap((load) => {
      trace.count('blows', 'promised', `${load} is crashed; it was just told that messages are durable`);
      void tabs.find(({ name }) => name === load)?.crash();
    }),

  'kill-browser-promised': (scene) =>
    scene.ledger.setTrap(() => void scene.killBrowser().catch(() => undefined)),

  'kill-server': (scene, { forMs }) => scene.killServer(forMs),

  'kill-server-in-flight': (scene, { moment, forMs }) =>
    scene.proxy.setTrap({ moment, spring: () => scene.killServer(forMs) }),

  'lock-database': (scene, { forMs }) => scene.lockDatabase(forMs),

  'kill-browser': (scene) => scene.killBrowser(),

  'kill-browser-in-flight': (scene, { moment }) =>
    scene.proxy.setTrap({ moment, spring: () => scene.killBrowser() }),

  'go-offline': (scene, { forMs }) => scene.goOffline(forMs),
};

/** @typedef {keyof typeof blows} BlowName */
