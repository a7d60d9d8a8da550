/** Retry, timeout, gate, budget and throttle, each by itself and around each other. */
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CircuitBreaker,
  HoldfastError,
  adaptiveThrottle,
  gate,
  ready,
  retry,
  retryBudget,
  timeout,
  wrap,
} from '../../js/policies.js';

const down = new Error('down');
const refuse = async () => {
  throw down;
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Fails so many times, then answers with the number of its attempt. */
function failing(times) {
  const attempts = [];
  const work = async ({ attempt }) => {
    attempts.push(attempt);
    if (attempts.length <= times) throw down;
    return attempt;
  };
  return { work, attempts };
}

/** Answers with these in turn. */
function answering(...responses) {
  const times = [];
  const work = async () => {
    times.push(performance.now());
    return responses[Math.min(times.length, responses.length) - 1];
  };
  return { work, times };
}

test('retry tries again until it succeeds, and tells the work which attempt it is', async () => {
  const { work, attempts } = failing(2);
  assert.equal(await retry({ backoffMs: 1 }).execute(work), 3);
  assert.deepEqual(attempts, [1, 2, 3]);
});

test('retry gives the last error as it is when its retries are used up', async () => {
  const { work, attempts } = failing(9);
  await assert.rejects(retry({ maxRetries: 2, backoffMs: 1 }).execute(work), (error) => error === down);
  assert.equal(attempts.length, 3);
});

test('an abort ends the wait of a retry at once', async () => {
  const controller = new AbortController();
  const { work, attempts } = failing(9);
  const begun = performance.now();
  const call = retry({ backoff: () => 3_600_000 }).execute(work, { signal: controller.signal });
  await pause(20);
  const reason = new Error('enough');
  controller.abort(reason);
  await assert.rejects(call, (error) => error === reason);
  assert.ok(performance.now() - begun < 5_000);
  assert.equal(attempts.length, 1);
});

test('an error of a call that was aborted meanwhile is not tried again', async () => {
  const controller = new AbortController();
  let calls = 0;
  const work = async ({ signal }) => {
    calls += 1;
    controller.abort();
    throw signal.reason;
  };
  await assert.rejects(retry().execute(work, { signal: controller.signal }), { name: 'AbortError' });
  assert.equal(calls, 1);
});

test('many calls may share one retry at the same time', async () => {
  const policy = retry({ maxRetries: 5, backoffMs: 1 });
  const calls = Array.from({ length: 50 }, (_, i) => policy.execute(failing(i % 5).work));
  const attempts = await Promise.all(calls);
  assert.deepEqual(
    attempts,
    calls.map((_, i) => (i % 5) + 1),
  );
});

test('retry tries answers again whose status asks for it, and gives the last one back', async () => {
  const busy = new Response('', { status: 503 });
  const good = new Response('', { status: 200 });
  const policy = retry({ maxRetries: 1, backoffMs: 1 });
  assert.equal(await policy.execute(answering(busy, good).work), good);
  assert.equal(await policy.execute(answering(busy).work), busy);
  const missing = answering(new Response('', { status: 404 }), good);
  assert.equal((await policy.execute(missing.work)).status, 404);
  assert.equal(missing.times.length, 1);
});

test('retry does as shouldRetry says, of errors and of results', async () => {
  const shouldRetry = (end) => ('result' in end ? end.result < 3 : end.error.message === 'again');
  const policy = retry({ backoffMs: 1, maxRetries: 9, shouldRetry });
  let count = 0;
  assert.equal(await policy.execute(() => (count += 1)), 3);
  const { work, attempts } = failing(9);
  await assert.rejects(policy.execute(work), (error) => error === down);
  assert.equal(attempts.length, 1);
});

test('retry waits at least as long as retry-after-ms of an answer or an error says', async () => {
  const busy = new Response('', { status: 429, headers: { 'retry-after-ms': '120' } });
  const { work, times } = answering(busy, 'ok');
  assert.equal(await retry({ backoff: () => 0 }).execute(work), 'ok');
  assert.ok(times[1] - times[0] >= 110, `${times[1] - times[0]} ms`);

  const error = Object.assign(new Error('busy'), {
    status: 429,
    response: { headers: { 'retry-after-ms': 120 } },
  });
  const begun = performance.now();
  let calls = 0;
  await retry({ backoff: () => 0 }).execute(() => {
    if ((calls += 1) === 1) throw error;
  });
  assert.ok(performance.now() - begun >= 110);
});

test('a Retry-After of one call holds back all calls of the gate, and an abort does not wait for it', async () => {
  const shared = gate();
  const later = new Response('', { status: 503, headers: { 'retry-after': '3600' } });
  await retry({ gate: shared, maxRetries: 0 }).execute(async () => later);
  assert.ok(shared.opensAt > Date.now() + 800_000, 'no longer than its 15 minutes');
  assert.ok(shared.opensAt < Date.now() + 901_000);
  const signal = AbortSignal.timeout(30);
  await assert.rejects(
    shared.execute(() => assert.fail('it was made'), { signal }),
    { name: 'TimeoutError' },
  );
});

test('a gate reads both forms of Retry-After, and nothing else', async () => {
  const shut = async (retryAfter) => {
    const one = gate();
    await one.execute(() => new Response('', { headers: { 'retry-after': retryAfter } }));
    return one.opensAt;
  };
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  assert.ok(Math.abs((await shut('60')) - Date.now() - 60_000) < 5_000);
  assert.ok(Math.abs((await shut(inAMinute)) - Date.now() - 60_000) < 5_000);
  assert.equal(await shut('soon'), null);
  assert.equal(await shut('-1'), null);
});

test('retries are paid for from the budget that callers share', async () => {
  const budget = retryBudget({ capacity: 2, refillEveryMs: 3_600_000 });
  const policy = retry({ budget, backoffMs: 1, maxRetries: 9 });
  const { work, attempts } = failing(99);
  await assert.rejects(policy.execute(work), (error) => error === down);
  assert.equal(attempts.length, 3, 'one attempt and two retries');
  await assert.rejects(policy.execute(work), (error) => error === down);
  assert.equal(attempts.length, 4, 'nothing is left');
});

test('a budget by itself lets first attempts through, and retries that are paid for', async () => {
  const budget = retryBudget({ capacity: 1, refillEveryMs: 3_600_000 });
  assert.equal(await budget.execute(({ attempt }) => attempt), 1);
  await assert.rejects(budget.execute(refuse, { attempt: 2 }), (error) => error === down);
  await assert.rejects(budget.execute(refuse, { attempt: 3 }), { code: 'retry-budget-empty' });
});

test('a timeout aborts the work and tells whoever waits at once', async () => {
  let heard;
  const work = ({ signal }) => {
    signal.addEventListener('abort', () => (heard = signal.reason));
    return new Promise(() => {});
  };
  const begun = performance.now();
  await assert.rejects(
    timeout(20).execute(work),
    (error) => error instanceof HoldfastError && error.code === 'timeout',
  );
  assert.equal(heard.code, 'timeout');
  assert.ok(performance.now() - begun < 2_000);
});

test('a timeout hands an abort from outside on, and what is in time comes back as it is', async () => {
  const controller = new AbortController();
  const call = timeout(60_000).execute(() => new Promise(() => {}), { signal: controller.signal });
  controller.abort(down);
  await assert.rejects(call, (error) => error === down);
  assert.equal(await timeout(60_000).execute(() => 'in time'), 'in time');
  await assert.rejects(timeout(60_000).execute(refuse), (error) => error === down);
});

test('an adaptive throttle holds calls back that a backend would refuse, and lets all through that it takes', async () => {
  const throttle = adaptiveThrottle();
  for (let i = 0; i < 100; i += 1) await throttle.execute(() => 'ok');
  assert.equal(throttle.rejection, 0);
  let made = 0;
  let held = 0;
  for (let i = 0; i < 1_000; i += 1) {
    await throttle
      .execute(() => {
        made += 1;
        throw down;
      })
      .catch((error) => (held += Number(error.code === 'throttled')));
  }
  assert.equal(made + held, 1_000);
  assert.ok(held > 300, `${held} were held back`);
  assert.ok(throttle.rejection > 0.7 && throttle.rejection < 1);
});

test('an answer that refuses this call alone was accepted, for a throttle', async () => {
  const throttle = adaptiveThrottle({ ratio: 1 });
  for (let i = 0; i < 50; i += 1) await throttle.execute(() => new Response('', { status: 404 }));
  assert.equal(throttle.rejection, 0);
  await throttle.execute(() => new Response('', { status: 503 }));
  assert.ok(throttle.rejection > 0);
  const own = adaptiveThrottle({ ratio: 1, isAccepted: (end) => 'error' in end });
  await assert.rejects(own.execute(refuse), (error) => error === down);
  assert.equal(own.rejection, 0);
});

test('retry around breaker around timeout: each does its part', async () => {
  const breaker = new CircuitBreaker({ failureThreshold: 2, openMs: 3_600_000, maxOpenMs: 3_600_000 });
  let calls = 0;
  const policy = wrap(retry({ maxRetries: 3, backoffMs: 1 }), breaker, timeout(10));
  const call = policy.execute(() => {
    calls += 1;
    return new Promise(() => {});
  });
  await assert.rejects(call, { code: 'circuit-open' });
  assert.equal(calls, 2, 'the breaker opened after two time-outs');
  assert.equal(breaker.state, 'open');
});

test('a total time-out is around all, wherever it stands', async () => {
  const begun = performance.now();
  const policy = wrap(retry({ backoff: () => 3_600_000 }), timeout({ attemptMs: 10, totalMs: 60 }));
  await assert.rejects(
    policy.execute(() => new Promise(() => {})),
    { code: 'timeout', message: /60 ms/ },
  );
  assert.ok(performance.now() - begun < 5_000);
  const onlyTotal = wrap(retry({ backoff: () => 3_600_000 }), timeout({ totalMs: 30 }));
  await assert.rejects(onlyTotal.execute(refuse), { code: 'timeout' });
});

test('what is wrapped can be wrapped, and the signal and the attempt reach the work', async () => {
  await ready();
  const { signal } = new AbortController();
  const policy = wrap(
    wrap(retry({ backoffMs: 1 }), retryBudget()),
    wrap(gate(), adaptiveThrottle({ isAccepted: () => true })),
  );
  let calls = 0;
  const seen = await policy.execute(
    (context) => {
      if ((calls += 1) < 3) throw down;
      return context;
    },
    { signal },
  );
  assert.deepEqual(seen, { signal, attempt: 3 });
  assert.equal(await wrap().execute(({ attempt }) => attempt), 1);
});

for (const [what, make, field] of [
  ['retry', () => retry({ maxRetries: -1 }), 'maxRetries'],
  ['retry', () => retry({ backoffMs: 10, maxBackoffMs: 5 }), 'backoffMs'],
  ['retry', () => retry({ shouldRetry: true }), 'shouldRetry'],
  ['retry', () => retry({ gate: {} }), 'gate'],
  ['retry', () => retry({ budget: {} }), 'budget'],
  ['timeout', () => timeout(0), 'ms'],
  ['timeout', () => timeout(Infinity), 'ms'],
  ['timeout', () => timeout({}), 'attemptMs'],
  ['timeout', () => timeout({ attemptMs: 10, totalMs: 5 }), 'attemptMs'],
  ['gate', () => gate({ maxMs: Number.NaN }), 'maxMs'],
  ['retryBudget', () => retryBudget({ capacity: 0 }), 'capacity'],
  ['retryBudget', () => retryBudget({ perSuccess: 2 }), 'perSuccess'],
  ['adaptiveThrottle', () => adaptiveThrottle({ ratio: 0.5 }), 'ratio'],
  ['adaptiveThrottle', () => adaptiveThrottle({ windowMs: 1 }), 'windowMs'],
  ['wrap', () => wrap(retry(), {}), 'policies'],
]) {
  test(`${what} with a wrong ${field} is refused when it is made: ${make}`, () => {
    assert.throws(make, { name: 'HoldfastError', code: 'invalid-option', field });
  });
}

for (const policy of [retry(), timeout(5), gate(), retryBudget(), adaptiveThrottle(), wrap(retry())]) {
  test(`${policy.constructor.name} needs a function to execute`, async () => {
    await assert.rejects(policy.execute('no function'), { code: 'invalid-work' });
  });
}
