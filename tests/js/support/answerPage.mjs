/** Pages of one profile that stream answers and may die, with all that they hold, between any two steps. */
import { EventHub } from '../../../js/EventHub.js';
import { currentTime } from '../../../js/driver/clock.js';
import { loadModule } from '../../../js/driver/loader.js';
import { Transport } from '../../../js/effects/Transport.js';
import { AnswerRecovery } from '../../../js/services/AnswerRecovery.js';
import { Answers } from '../../../js/services/Answers.js';
import { Checkpoints } from '../../../js/services/Checkpoints.js';
import { ConversationHistory } from '../../../js/services/ConversationHistory.js';
import { MessageService } from '../../../js/services/MessageService.js';
import { Mode } from '../../../js/services/Mode.js';
import { Submissions } from '../../../js/services/Submissions.js';
import { streamLimits } from '../../../js/services/streamOptions.js';
import { MemoryAnswers, MemoryLocks } from './MemoryAnswers.mjs';

/** What outlives the pages. */
export function makeDisk() {
  return { store: new MemoryAnswers(), locks: new MemoryLocks() };
}

/**
 * @param {Awaited<ReturnType<typeof import('./world.mjs').makeWorld>>} world its outbox is the profile's
 * @param {ReturnType<typeof makeDisk>} disk
 * @param {{hasLocks?: boolean, maxMessageBytes?: number}} [options]
 */
export async function openPage(world, disk, { hasLocks = true, maxMessageBytes = 1024 * 1024 } = {}) {
  const page = { isDead: false };
  const forever = new Promise(() => {});
  /** What a page that is dead asks for never happens. */
  const whileAlive = (target) =>
    new Proxy(target, {
      get: (_, name) =>
        typeof target[name] === 'function'
          ? (...args) => (page.isDead ? forever : target[name](...args))
          : target[name],
    });
  const hub = new EventHub();
  const events = [];
  hub.on('message', (event) => page.isDead || events.push(event));
  const stream = {
    module: await loadModule(),
    transport: new Transport({
      baseUrl: 'http://backend.test/',
      fetch: (...args) => (page.isDead ? forever : world.backend.fetch(...args)),
    }),
    limits: streamLimits({}),
  };
  const checkpoints = new Checkpoints(
    { store: whileAlive(disk.store), locks: hasLocks ? whileAlive(disk.locks.of(page)) : undefined },
    () => undefined,
  );
  const persistence = whileAlive(world.holdfast.persistence);
  const { conversations } = world.holdfast;
  const frames = { now: currentTime, drawsFrames: () => false, nextFrame: () => () => undefined };
  const answers = new Answers({
    stream,
    persistence,
    conversations,
    hub,
    checkpoints,
    submissions: new Submissions(checkpoints),
    frames,
    maxMessageBytes,
  });
  const history = new ConversationHistory(persistence, conversations);
  const messages = new MessageService({
    stream,
    answers,
    persistence,
    conversations,
    history,
    mode: new Mode('hybrid', hub),
    legacy: { stream, hub, persistence, history, frames },
  });
  const recovery = new AnswerRecovery(checkpoints, (claimed) => messages.goOn(claimed));
  return {
    messages,
    answers,
    recovery,
    checkpoints,
    events,
    hub,
    /** As a crash: nothing of the page happens any more, and the browser takes its locks. */
    die() {
      page.isDead = true;
      recovery.close();
      disk.locks.release(page);
      // What is left of it are its timers.
      void answers.close();
    },
  };
}
