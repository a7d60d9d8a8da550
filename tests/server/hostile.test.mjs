/**
 * 20,000 malformed and hostile requests: no answer of 500 or above, no crash, no leak, nothing of another user.
 * HOLDFAST_HOSTILE_SEED repeats a run; it is printed where one fails.
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { Random } from '../chaos/support/Random.mjs';
import { get, message, post } from './client.mjs';
import { startServer } from './harness.mjs';
import { exchange, statusesOf } from './hostile/exchange.mjs';
import { kinds, makeHostileRequest } from './hostile/requests.mjs';
import { bearer, signHs256 } from './tokens.mjs';

const requests = 20_000;
const atOnce = 16;
const secret = 'a secret of thirty-two bytes or more';
const mark = 'only the victim may read this';

test(
  `${requests} hostile requests get no 5xx, crash nothing, leak nothing and read nothing of others`,
  { timeout: 300_000 },
  async (context) => {
    const seed = Number(process.env.HOLDFAST_HOSTILE_SEED ?? Date.now() % 2 ** 31);
    const random = new Random(seed);
    const server = await startServer({
      args: ['--auth', 'guests', '--legacy-run', 'shadow', '--token-delay-ms', '0', '--log-level', 'error'],
      env: { HOLDFAST_JWT_SECRET: secret },
    });
    context.after(() => server.kill());
    const { url } = server;
    const victim = bearer(signHs256(secret, 'victim'));
    const attacker = signHs256(secret, 'attacker');
    const world = {
      secret,
      token: attacker,
      conversationId: 'victims-own',
      messageId: 'victims-message',
      requestId: 'victims-request',
      ownConversationId: 'attackers-own',
    };
    await post(url, '/conversation/create', { id: world.conversationId, title: mark }, victim);
    await post(
      url,
      '/conversation/create',
      { title: mark },
      { ...victim, 'idempotency-key': '"victim-key"' },
    );
    await post(
      url,
      '/message/append',
      {
        conversationId: world.conversationId,
        writer: 'victim-writer',
        messages: [message(1, world.messageId, mark), message(2, 'victims-second', mark)],
      },
      victim,
    );
    await post(
      url,
      '/completion/generate',
      { messages: [{ role: 'user', content: mark }], requestId: world.requestId },
      victim,
    );
    await post(url, '/conversation/create', { id: world.ownConversationId }, bearer(attacker));

    /** @type {Map<string, Map<number, number>>} */
    const seen = new Map(kinds.map((kind) => [kind, new Map()]));
    let left = requests;
    const attack = async () => {
      while (left > 0) {
        left -= 1;
        const request = makeHostileRequest(random, world);
        const received = await exchange(url, request.pieces, { leave: request.leave });
        const sent = () =>
          `seed ${seed}, ${request.kind}: ${JSON.stringify(request.pieces.join('').slice(0, 600))}`;
        assert.ok(!received.includes(mark), `it read what is not its own; ${sent()}`);
        for (const status of statusesOf(received)) {
          assert.ok(status < 500, `it was answered with ${status}; ${sent()}\n${received.slice(0, 600)}`);
          const counts = seen.get(request.kind);
          counts?.set(status, (counts.get(status) ?? 0) + 1);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, attack));

    for (const [kind, counts] of seen)
      assert.ok(counts.size > 0, `nothing of the kind "${kind}" was answered`);
    assert.deepEqual(
      (await readMessagesAs(url, world.conversationId, victim)).map((one) => [one.id, one.content]),
      [
        [world.messageId, mark],
        ['victims-second', mark],
      ],
      'what the victim wrote is as it was',
    );
    assert.equal((await get(url, `/conversation/${world.conversationId}`, victim)).json.title, mark);
    assert.equal(server.errors(), '', 'nothing went wrong in the server');
    // Fails where a sanitizer found something, a leak among them.
    await server.stop();
  },
);

/** @param {string} url @param {string} id @param {Record<string, string>} headers @returns {Promise<any[]>} */
const readMessagesAs = async (url, id, headers) =>
  (await get(url, `/conversation/${id}/messages?limit=500`, headers)).json.messages;
