/**
 * What a circuit breaker costs: a call that it guards, and one that it rejects, beside cockatiel and opossum in Node.
 *
 * Everybody takes turns within each round, so that what disturbs the machine hits all alike; ratios are of one round.
 */
import { CircuitBreaker } from '../../js/index.js';
import { Samples } from '../lib/Samples.mjs';
import { ensurePeers } from '../lib/peers.mjs';

const ROUNDS = 31;
const GUARDED = 50_000;
const REJECTED = 10_000;
const HOUR = 3_600_000;

const OURS = 'Holdfast';
const LIMIT = 'limit: await the work alone';

/** @typedef {() => Promise<unknown>} Call */

/** @param {{progress: (text: string) => void, quick?: boolean}} tools */
export async function run({ progress, quick = false }) {
  await ensurePeers();
  const { guards, tripped } = await import('../peers/breakers.js');
  const rounds = quick ? 3 : ROUNDS;
  const samples = new Samples();
  await CircuitBreaker.ready();

  progress(`a guarded call: ${rounds} rounds of ${GUARDED} calls of each`);
  /** @type {Record<string, Call>} */
  const guarded = { [LIMIT]: work, [OURS]: guardedByOurs() };
  for (const [name, guard] of Object.entries(guards)) guarded[name] = guard(work);
  await measure(samples, 'guarded', guarded, rounds, GUARDED, async (call) => void (await call()));

  progress(`a rejected call: ${rounds} rounds of ${REJECTED} calls of each`);
  /** @type {Record<string, Call>} */
  const rejected = { [OURS]: await rejectedByOurs() };
  for (const [name, trip] of Object.entries(tripped)) rejected[name] = await trip(work);
  await measure(samples, 'rejected', rejected, rounds, REJECTED, expectRejection);

  return { rows: samples.rows(), goals: [goalOf(samples, 'guarded'), goalOf(samples, 'rejected')] };
}

async function work() {
  return 7;
}

function guardedByOurs() {
  const breaker = new CircuitBreaker();
  return () => breaker.execute(work);
}

async function rejectedByOurs() {
  const breaker = new CircuitBreaker({ openMs: HOUR, maxOpenMs: HOUR });
  await breaker.forceOpen();
  return () => breaker.execute(work);
}

/** @param {Call} call */
const expectRejection = (call) =>
  call().then(
    () => {
      throw new Error('An open breaker let a call through.');
    },
    () => {},
  );

/**
 * @param {Samples} samples
 * @param {string} what
 * @param {Record<string, Call>} calls
 * @param {number} rounds
 * @param {number} times
 * @param {(call: Call) => Promise<void>} once
 */
async function measure(samples, what, calls, rounds, times, once) {
  const names = Object.keys(calls);
  const measured = [];
  for (let round = -2; round < rounds; round += 1) {
    /** @type {Map<string, number>} */
    const taken = new Map();
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + names.length) % names.length];
      taken.set(name, await timed(calls[name], times, once));
    }
    // The first rounds warm the engine up.
    if (round < 0) continue;
    for (const [name, ns] of taken) samples.add(`${what}: ${name}`, 'ns a call', ns);
    measured.push(taken);
  }
  // The fastest of all rounds: the fastest of each would be whoever was disturbed least in it.
  const peers = names.filter((name) => name !== OURS && name !== LIMIT);
  const medianOf = (/** @type {string} */ name) => samples.median(`${what}: ${name}`);
  const fastest = peers.reduce((one, other) => (medianOf(other) < medianOf(one) ? other : one));
  for (const taken of measured) {
    const ratio = Number(taken.get(OURS)) / Number(taken.get(fastest));
    samples.add(`${what}: Holdfast beside the fastest`, 'times', ratio);
  }
}

/**
 * @param {Call} call
 * @param {number} times
 * @param {(call: Call) => Promise<void>} once
 * @returns {Promise<number>} nanoseconds for one
 */
async function timed(call, times, once) {
  const begun = performance.now();
  for (let i = 0; i < times; i += 1) await once(call);
  return ((performance.now() - begun) * 1_000_000) / times;
}

/** @param {Samples} samples @param {string} what */
function goalOf(samples, what) {
  const value = samples.median(`${what}: Holdfast beside the fastest`);
  return {
    name: `a ${what} call, beside the fastest peer`,
    goal: 'at most 1 times',
    value,
    holds: value <= 1,
  };
}
