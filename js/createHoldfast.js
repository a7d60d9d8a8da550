import { Engine } from './Engine.js';
import { EventHub } from './EventHub.js';
import { HoldfastError } from './HoldfastError.js';
import { currentTime } from './driver/clock.js';
import { loadModule } from './driver/loader.js';
import { AnswerLocks } from './effects/lead/AnswerLocks.js';
import { drawsFrames, nextFrame } from './effects/nextFrame.js';
import { Transport } from './effects/Transport.js';
import { AnswerRecovery } from './services/AnswerRecovery.js';
import { AnswerService } from './services/AnswerService.js';
import { Answers } from './services/Answers.js';
import { Checkpoints } from './services/Checkpoints.js';
import { ConversationHistory } from './services/ConversationHistory.js';
import { ConversationService } from './services/ConversationService.js';
import { MessageService } from './services/MessageService.js';
import { MetricsReporter } from './services/MetricsReporter.js';
import { Mode, modeOf } from './services/Mode.js';
import { PersistenceService } from './services/PersistenceService.js';
import { Submissions } from './services/Submissions.js';
import { checkClassification, checkGroups, invalidOption } from './services/options.js';
import { checkFormat, streamLimits } from './services/streamOptions.js';

/** @typedef {import('./types.js').HoldfastOptions} HoldfastOptions */

/**
 * Makes a Holdfast: loads the WebAssembly, opens the local log and goes on sending what it holds.
 *
 * In TypeScript, `createHoldfast<{model: string}>(…)` says what the messages' metadata is.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 * @param {HoldfastOptions} options
 * @returns {Promise<import('./types.js').Holdfast<Metadata>>}
 * @throws {HoldfastError} `invalid-option`, `wasm-unavailable`
 */
export async function createHoldfast(options) {
  const { baseUrl, database, persistStorage, recoverAnswers, wasm, analytics, headers, fetch, ...limits } =
    checkOptions(options);
  const { retry, breaker, batch, classification } = limits;
  const firstMode = modeOf(options.mode ?? 'hybrid');
  const stream = streamLimits(options.stream);
  const module = await loadModule(wasm);
  checkFormat(module, stream.format);
  /** What is in the metadata is the caller's business. @type {EventHub<import('./types.js').HoldfastEvents<any>>} */
  const hub = new EventHub();
  const transport = new Transport({ baseUrl, headers, fetch });
  const reporter = new MetricsReporter(analytics);
  const mode = new Mode(firstMode, hub);

  const engine = new Engine(
    module,
    { database, persistStorage, retry, breaker, batch, classification },
    transport,
    {
      onMessages: (report) => persistence.applyReport(report),
      onConversation: (report) => conversations.applyReport(report),
      onStatus(status) {
        persistence.applyStatus(status);
        conversations.applyStatus(status);
      },
      onMetrics(metrics) {
        reporter.update(metrics);
        hub.emit('metrics', metrics);
      },
      onLogLost() {
        conversations.queueAgain();
        persistence.queueAgain();
      },
      onError: (code, detail) => hub.emit('error', new HoldfastError(code, detail)),
      onLead: (leads) => recovery.lead(leads),
      onOthersAnswer: () => recovery.heard(),
      onHide: () => answers.hide(),
      onRest: () => answers.rest(),
      onWake: () => answers.wake(),
      onTrace(name, detail) {
        if (hub.hears('trace')) hub.emit('trace', { name, at: currentTime(), detail: detail() });
      },
    },
  );
  /** @type {PersistenceService<any>} */
  const persistence = new PersistenceService(engine, hub);
  /** @type {ConversationService<any>} */
  const conversations = new ConversationService(module, transport, engine, hub);
  const checkpoints = checkpointsIn(engine, database);
  const streaming = { module, transport, limits: stream };
  const frames = { now: currentTime, drawsFrames, nextFrame };
  const answers = new Answers({
    stream: streaming,
    persistence,
    conversations,
    hub,
    checkpoints,
    submissions: new Submissions(checkpoints),
    frames,
    maxMessageBytes: engine.maxMessageBytes,
  });
  const history = new ConversationHistory(persistence, conversations);
  /** @type {MessageService<any>} */
  const messages = new MessageService({
    stream: streaming,
    answers,
    persistence,
    conversations,
    history,
    mode,
    legacy: { stream: streaming, hub, persistence, history, frames },
  });
  const recovery = new AnswerRecovery(recoverAnswers ? checkpoints : undefined, (claimed) =>
    messages.goOn(claimed),
  );
  engine.start();
  void recovery.look();

  return {
    messages,
    answers: new AnswerService(answers),
    persistence,
    conversations,
    database,
    on: (name, listener) => hub.on(name, /** @type {any} */ (listener)),
    metrics: () => reporter.metrics,
    get mode() {
      return mode.current;
    },
    setMode: (option) => mode.set(option),
    async close() {
      reporter.report();
      recovery.close();
      persistence.stop();
      await answers.close();
      await engine.close();
    },
  };
}

/**
 * @param {Engine} engine
 * @param {string} database
 * @returns {Checkpoints | undefined} undefined where there is no storage
 */
function checkpointsIn(engine, database) {
  const { answers: store } = engine;
  if (!store) return undefined;
  const manager = globalThis.navigator?.locks;
  const locks = manager && new AnswerLocks(manager, `holdfast:${database}:answer:`);
  return new Checkpoints({ store, locks }, () => engine.tellAnswering());
}

/** @param {HoldfastOptions} options */
function checkOptions(options) {
  if (typeof options !== 'object' || options === null) {
    throw new HoldfastError('invalid-option', 'createHoldfast() needs an object of options with a baseUrl.');
  }
  const { baseUrl, database = 'holdfast', fetch, retry, breaker, batch } = options;
  const { persistStorage = true, recoverAnswers = true } = options;
  if (typeof baseUrl !== 'string' || baseUrl === '') {
    throw invalidOption(
      'baseUrl',
      'must say where the backend is, such as https://example.com/api, or / for this origin',
    );
  }
  if (typeof database !== 'string' || database === '') throw invalidOption('database', 'must be a name');
  if (fetch !== undefined && typeof fetch !== 'function') throw invalidOption('fetch', 'must be a function');
  checkGroups({ retry, breaker, batch });
  checkClassification(options.classification);
  if (typeof persistStorage !== 'boolean') throw invalidOption('persistStorage', 'must be true or false');
  if (typeof recoverAnswers !== 'boolean') throw invalidOption('recoverAnswers', 'must be true or false');
  return { ...options, database, persistStorage, recoverAnswers };
}
