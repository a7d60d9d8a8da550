/**
 * A backend under load whose process is killed again and again: what it answered has to be there, once, at the place that
 * it answered, and each writer's messages in their order.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { append, createConversation, message, readMessages } from '../../server/client.mjs';
import { startServer } from '../../server/harness.mjs';

/** @typedef {import('../../chaos/support/Random.mjs').Random} Random */

const writers = 8;
const conversations = 3;
const maxBatch = 12;
/** How long the server lives before it is killed, in ms. */
const life = { shortest: 20, longest: 250 };

/**
 * @typedef {object} Options
 * @property {number} rounds how often the server is killed
 * @property {string} database what `--database` takes
 * @property {Random} random
 * @property {(round: number) => Promise<void>} [betweenLives] done while the server is dead
 * @property {(round: number, answered: number) => void} [onRound]
 */

/** One who sends its messages in order, in batches, and tries each again until it is answered. */
class Writer {
  /** What was answered: the message's id and its position. @type {{id: string, position: number}[]} */
  answered = [];
  stopping = false;

  /** @param {string} name @param {string} conversationId @param {Random} random @param {() => string} url */
  constructor(name, conversationId, random, url) {
    this.name = name;
    this.conversationId = conversationId;
    this.random = random;
    this.url = url;
  }

  async run() {
    let seq = 1;
    while (!this.stopping) {
      const size = this.random.between(1, maxBatch);
      const batch = Array.from({ length: size }, (_, index) =>
        message(seq + index, `${this.name}-${seq + index}`),
      );
      const results = await this.#sendUntilAnswered(batch);
      for (const { id, status, position } of results) {
        assert.ok(status === 'stored' || status === 'duplicate', `${id} was answered with ${status}`);
        this.answered.push({ id, position });
      }
      seq += size;
    }
  }

  /** @param {ReturnType<typeof message>[]} batch @returns {Promise<{id: string, status: string, position: number}[]>} */
  async #sendUntilAnswered(batch) {
    for (;;) {
      const answer = await append(this.url(), this.conversationId, this.name, batch).catch(() => undefined);
      if (answer?.status === 200) return answer.json.results;
      if (answer)
        assert.ok(answer.status === 503, `an append was answered with ${answer.status}: ${answer.text}`);
      await sleep(this.random.between(1, 20));
    }
  }
}

/**
 * @param {Options} options
 * @returns {Promise<{answered: number, stored: number}>} how many messages were answered, and are there
 */
export async function runCrashRounds({ rounds, database, random, betweenLives, onRound }) {
  let server = await startServer({ database, args: ['--log-level', 'error'] });
  const { port } = server;
  const names = Array.from({ length: conversations }, (_, index) => `crash-${index}`);
  for (const name of names) await createConversation(server.url, name);
  const all = Array.from(
    { length: writers },
    (_, index) =>
      new Writer(
        `writer-${index}`,
        names[index % conversations] ?? '',
        random.fork(`writer ${index}`),
        () => server.url,
      ),
  );
  const running = Promise.all(all.map((writer) => writer.run()));
  const failed = running.then(
    () => undefined,
    (error) => error,
  );
  try {
    for (let round = 1; round <= rounds; round += 1) {
      await Promise.race([sleep(random.between(life.shortest, life.longest)), failed]);
      await server.kill();
      await betweenLives?.(round);
      server = await startServer({ database, port, args: ['--log-level', 'error'] });
      onRound?.(
        round,
        all.reduce((sum, writer) => sum + writer.answered.length, 0),
      );
    }
  } finally {
    for (const writer of all) writer.stopping = true;
  }
  await running;
  const result = await judge(server.url, names, all);
  await server.stop();
  return result;
}

/** @param {string} url @param {string[]} names @param {Writer[]} all */
async function judge(url, names, all) {
  let answered = 0;
  let stored = 0;
  for (const name of names) {
    const messages = await readMessages(url, name);
    stored += messages.length;
    messages.forEach((one, index) => assert.equal(one.position, index + 1, `a gap in ${name}`));
    assert.equal(
      new Set(messages.map((one) => one.id)).size,
      messages.length,
      `something is twice in ${name}`,
    );
    for (const writer of all.filter((one) => one.conversationId === name)) {
      const own = messages.filter((one) => one.id.startsWith(`${writer.name}-`));
      own.forEach((one, index) => assert.equal(one.id, `${writer.name}-${index + 1}`, 'out of order'));
      assert.equal(own.length, writer.answered.length, `${writer.name}: answered is not what is stored`);
      for (const { id, position } of writer.answered) {
        assert.equal(messages[position - 1]?.id, id, `${id} is not where it was answered to be`);
      }
      answered += writer.answered.length;
    }
  }
  return { answered, stored };
}
