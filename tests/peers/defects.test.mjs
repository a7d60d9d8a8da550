/**
 * Defects of other policies, each as one sentence that ours has to keep and that theirs breaks: the same body runs on
 * both. Where a new version of a peer keeps it, the test says so, and docs/policies.md is to be mended.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { ensurePeers } from '../../bench/lib/peers.mjs';
import { CircuitBreaker, ready, retry } from '../../js/policies.js';

await ensurePeers();
const { cockatiel, Opossum, pRetry } = await import('../../bench/peers/policies.js');
await ready();

const HOUR = 3_600_000;
const down = new Error('down');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Work whose end is commanded from outside. */
function commanded() {
  let end;
  const promise = new Promise((resolve, reject) => {
    end = { resolve, reject };
  });
  return { work: () => promise, ...end };
}

/**
 * @param {string} sentence
 * @param {Record<string, {make: () => unknown, keeps: boolean}>} subjects
 * @param {(subject: any, t: import('node:test').TestContext) => Promise<void>} body throws where the sentence is broken
 */
function holds(sentence, subjects, body) {
  for (const [name, { make, keeps }] of Object.entries(subjects)) {
    test(`${sentence}: ${name} ${keeps ? 'keeps' : 'breaks'} it`, async (t) => {
      const tried = body(await make(), t);
      if (keeps) await tried;
      else
        await assert.rejects(tried, { code: 'ERR_ASSERTION' }, `${name} keeps it now: mend docs/policies.md`);
    });
  }
}

/** Each breaker as `{call(work), state()}`. */
const ours = (options) => () => {
  const breaker = new CircuitBreaker(options);
  return { call: (work) => breaker.execute(work), state: () => breaker.state };
};
const fromCockatiel =
  (make, halfOpenAfter = 30) =>
  () => {
    const policy = cockatiel.circuitBreaker(cockatiel.handleAll, { halfOpenAfter, breaker: make(cockatiel) });
    const names = ['closed', 'open', 'half-open', 'isolated'];
    return { call: (work) => policy.execute(work), state: () => names[policy.state] };
  };
const fromOpossum = (options) => () => {
  const breaker = new Opossum((work) => work(), options);
  return {
    call: (work) => breaker.fire(work),
    state: () => (breaker.opened ? 'open' : breaker.halfOpen ? 'half-open' : 'closed'),
  };
};

async function fail(breaker, times) {
  for (let i = 0; i < times; i += 1) await breaker.call(() => Promise.reject(down)).catch(() => {});
}

holds(
  'a window of 30 s holds no failures of an hour ago',
  {
    Holdfast: {
      make: ours({ window: 'time', windowMs: 30_000, minimumCalls: 6, failureThreshold: null }),
      keeps: true,
    },
    "cockatiel's SamplingBreaker": {
      make: fromCockatiel(
        ({ SamplingBreaker }) => new SamplingBreaker({ threshold: 0.5, duration: 30_000, minimumRps: 0.2 }),
      ),
      keeps: false,
    },
  },
  async (breaker, t) => {
    await fail(breaker, 5);
    assert.equal(breaker.state(), 'closed', 'five are too few to judge');
    const [wall, steady] = [Date.now.bind(Date), performance.now.bind(performance)];
    t.mock.method(Date, 'now', () => wall() + HOUR);
    t.mock.method(performance, 'now', () => steady() + HOUR);
    await fail(breaker, 1);
    assert.equal(breaker.state(), 'closed', 'one failure within the hour opened it');
  },
);

holds(
  'the first failure of a breaker with its defaults does not open it',
  {
    Holdfast: { make: ours(), keeps: true },
    "cockatiel's ConsecutiveBreaker": {
      make: fromCockatiel(({ ConsecutiveBreaker }) => new ConsecutiveBreaker(5)),
      keeps: true,
    },
    opossum: { make: fromOpossum(), keeps: false },
  },
  async (breaker) => {
    await fail(breaker, 1);
    assert.equal(breaker.state(), 'closed');
  },
);

/** A call from before an outage is under way, the outage has opened the breaker, and its probe is under way. */
async function probeUnderWay(breaker) {
  const late = commanded();
  const lateCall = breaker.call(late.work).catch(() => {});
  await fail(breaker, 2);
  assert.equal(breaker.state(), 'open');
  await pause(60);
  const probe = commanded();
  const probeCall = breaker.call(probe.work).catch(() => {});
  assert.equal(breaker.state(), 'half-open');
  return { late, lateCall, probe, probeCall };
}

const probing = {
  Holdfast: ours({ failureThreshold: 2, openMs: 30 }),
  cockatiel: fromCockatiel(({ ConsecutiveBreaker }) => new ConsecutiveBreaker(2)),
  opossum: fromOpossum({ resetTimeout: 30, volumeThreshold: 2, timeout: false }),
};

holds(
  'a failure from before the outage does not decide about the probe',
  {
    Holdfast: { make: probing.Holdfast, keeps: true },
    "cockatiel's ConsecutiveBreaker": { make: probing.cockatiel, keeps: false },
    opossum: { make: probing.opossum, keeps: false },
  },
  async (breaker) => {
    const { late, lateCall, probe, probeCall } = await probeUnderWay(breaker);
    late.reject(down);
    await lateCall;
    const { state } = breaker;
    const seen = state();
    probe.resolve('ok');
    await probeCall;
    assert.equal(seen, 'half-open', 'the late failure flipped it');
    assert.equal(state(), 'closed');
  },
);

holds(
  'a success from before the outage does not decide about the probe',
  {
    Holdfast: { make: probing.Holdfast, keeps: true },
    "cockatiel's ConsecutiveBreaker": { make: probing.cockatiel, keeps: true },
    opossum: { make: probing.opossum, keeps: false },
  },
  async (breaker) => {
    const { late, lateCall, probe, probeCall } = await probeUnderWay(breaker);
    late.resolve('late');
    await lateCall;
    const seen = breaker.state();
    probe.reject(down);
    await probeCall;
    assert.equal(seen, 'half-open', 'the late success flipped it');
    assert.equal(breaker.state(), 'open');
  },
);

const WAIT_MS = 400;

holds(
  'an abort during the back-off ends the wait at once, and no attempt follows',
  {
    Holdfast: {
      make: () => (work, signal) =>
        retry({ maxRetries: 1, backoff: () => WAIT_MS }).execute(work, { signal }),
      keeps: true,
    },
    "cockatiel's retry": {
      make: () => (work, signal) =>
        cockatiel
          .retry(cockatiel.handleAll, { maxAttempts: 1, backoff: new cockatiel.ConstantBackoff(WAIT_MS) })
          .execute(work, signal),
      keeps: false,
    },
    'p-retry': {
      make: () => (work, signal) =>
        pRetry(work, { retries: 1, minTimeout: WAIT_MS, randomize: false, signal }),
      keeps: true,
    },
  },
  async (tryWith) => {
    const controller = new AbortController();
    let calls = 0;
    const work = () => {
      calls += 1;
      return Promise.reject(down);
    };
    const begun = performance.now();
    const ended = tryWith(work, controller.signal).then(
      () => performance.now(),
      () => performance.now(),
    );
    await pause(30);
    controller.abort();
    const took = (await ended) - begun;
    assert.ok(took < WAIT_MS / 2, `it took ${took} ms`);
    assert.equal(calls, 1);
  },
);

holds(
  'the error of the last attempt comes back as it is, whatever was thrown',
  {
    Holdfast: { make: () => (work) => retry({ maxRetries: 0 }).execute(work), keeps: true },
    cockatiel: {
      make: () => (work) => cockatiel.retry(cockatiel.handleAll, { maxAttempts: 0 }).execute(work),
      keeps: true,
    },
    'p-retry': { make: () => (work) => pRetry(work, { retries: 0 }), keeps: false },
  },
  async (tryWith) => {
    const thrown = { reason: 'no Error, as of a library that throws plain objects' };
    const error = await tryWith(() => Promise.reject(thrown)).catch((caught) => caught);
    assert.equal(error, thrown);
  },
);

/** What each makes of limits that make no sense. */
const nonsense = {
  Holdfast: { make: () => () => new CircuitBreaker({ openMs: Number.NaN }), keeps: true },
  cockatiel: {
    make: () => () =>
      cockatiel.circuitBreaker(cockatiel.handleAll, {
        halfOpenAfter: Number.NaN,
        breaker: new cockatiel.ConsecutiveBreaker(-1),
      }),
    keeps: false,
  },
  opossum: {
    make: () => () => new Opossum(async () => {}, { resetTimeout: Number.NaN, volumeThreshold: -1 }),
    keeps: false,
  },
};

holds('limits that make no sense are refused when the breaker is made', nonsense, async (make) => {
  assert.throws(make);
});
