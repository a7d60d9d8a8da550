/** The circuit breaker by itself: what policies.test.mjs does not say yet. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { CircuitBreaker, CircuitBreakers } from '../../js/index.js';
import { currentTime } from '../../js/driver/clock.js';

const refuse = async () => {
  throw new Error('no');
};
const answer = async () => 'ok';

async function fail(breaker, times) {
  for (let i = 0; i < times; i += 1) await assert.rejects(breaker.execute(refuse), { message: 'no' });
}

/** Lets so many milliseconds pass, for the rest of the test and for all clocks. */
function passTime(t, ms) {
  const [wall, steady] = [Date.now.bind(Date), performance.now.bind(performance)];
  t.mock.method(Date, 'now', () => wall() + ms);
  t.mock.method(performance, 'now', () => steady() + ms);
}

test('the work is told the signal and the attempt, and may be no promise', async () => {
  const breaker = new CircuitBreaker();
  const { signal } = new AbortController();
  assert.deepEqual(await breaker.execute((context) => context), { signal: undefined, attempt: 1 });
  assert.deepEqual(await breaker.execute((context) => context, { signal, attempt: 3 }), {
    signal,
    attempt: 3,
  });
  assert.equal(await breaker.execute(() => 7), 7);
  const thrown = new Error('at once');
  await assert.rejects(
    breaker.execute(() => {
      throw thrown;
    }),
    (error) => error === thrown,
  );
  const thenable = { then: (resolve) => resolve('late') };
  assert.equal(await breaker.execute(() => thenable), 'late');
});

test('half of the window failing opens it, though never many in a row', async () => {
  const breaker = new CircuitBreaker({ windowCalls: 6, minimumCalls: 6 });
  for (let i = 0; i < 3; i += 1) {
    assert.equal(await breaker.execute(answer), 'ok');
    assert.equal(breaker.state, 'closed');
    await fail(breaker, 1);
  }
  assert.equal(breaker.state, 'open');
});

for (const window of /** @type {const} */ (['calls', 'time'])) {
  test(`a window of ${window} has forgotten its failures after an idle hour`, async (t) => {
    const breaker = new CircuitBreaker({ window, failureThreshold: null, minimumCalls: 4 });
    await fail(breaker, 3);
    passTime(t, 3_600_000);
    await fail(breaker, 1);
    assert.equal(breaker.state, 'closed');
  });
}

test('too many slow calls open it, and a slow probe opens it again', async (t) => {
  const breaker = new CircuitBreaker({ slowCallMs: 1_000, minimumCalls: 2 });
  const slow = () => {
    t.mock.restoreAll();
    passTime(t, (passed += 2_000));
  };
  let passed = 0;
  const reasons = [];
  breaker.on('change', ({ reason }) => reasons.push(reason));
  await breaker.execute(slow);
  await breaker.execute(slow);
  assert.equal(breaker.state, 'open');
  passTime(t, (passed += 10_000));
  await breaker.execute(slow);
  assert.equal(breaker.state, 'open');
  assert.deepEqual(reasons, ['slow-rate', 'rest-over', 'probe-slow']);
});

test('it closes when as many probes have succeeded as it wants, and lets no more through', async (t) => {
  const breaker = new CircuitBreaker({ failureThreshold: 1, probes: 2 });
  await fail(breaker, 1);
  passTime(t, 10_000);
  const probes = Promise.all([breaker.execute(answer), breaker.execute(answer)]);
  await assert.rejects(breaker.execute(answer), { code: 'circuit-open' });
  await probes;
  assert.equal(breaker.state, 'closed');
});

test('an answer that comes late flips nothing', async () => {
  const breaker = new CircuitBreaker();
  const { promise, resolve } = deferred();
  const late = breaker.execute(() => promise);
  await fail(breaker, 5);
  resolve('late');
  assert.equal(await late, 'late');
  assert.equal(breaker.state, 'open');
});

test('transitions are told with their times and reasons', async (t) => {
  const breaker = new CircuitBreaker({ failureThreshold: 1 });
  const changes = [];
  const stop = breaker.on('change', (change) => changes.push(change));
  const before = currentTime();
  await fail(breaker, 1);
  const { probeAt } = breaker;
  assert.equal(breaker.since, changes[0].at);
  passTime(t, 10_000);
  assert.equal(breaker.since, probeAt);
  await breaker.execute(answer);
  stop();
  await breaker.isolate();
  assert.deepEqual(
    changes.map(({ from, to, reason, until }) => [from, to, reason, until]),
    [
      ['closed', 'open', 'failures-in-row', probeAt],
      ['open', 'half-open', 'rest-over', null],
      ['half-open', 'closed', 'probes-succeeded', null],
    ],
  );
  const times = changes.map(({ at }) => at);
  assert.ok(times[0] >= before && times[1] === probeAt && times[2] >= probeAt, times.join(' '));
});

test('isolated it lets nothing through until it is reset', async (t) => {
  const breaker = new CircuitBreaker();
  await breaker.isolate();
  passTime(t, 7 * 24 * 3_600_000);
  assert.equal(breaker.state, 'isolated');
  await assert.rejects(breaker.execute(answer), { code: 'circuit-open' });
  await breaker.reset();
  assert.equal(await breaker.execute(answer), 'ok');
});

test('forced open it rests, and probes', async (t) => {
  const breaker = new CircuitBreaker();
  await breaker.forceOpen();
  assert.equal(breaker.isOpen(), true);
  passTime(t, 10_000);
  assert.equal(await breaker.execute(answer), 'ok');
  assert.equal(breaker.state, 'closed');
});

test('what was saved comes back in another, half-open as open with its rest over', async (t) => {
  const first = new CircuitBreaker({ failureThreshold: 1 });
  assert.equal(first.save(), null, 'there is nothing to save before the first call');
  await fail(first, 1);
  const second = new CircuitBreaker();
  await second.restore(first.save());
  assert.equal(second.state, 'open');
  assert.equal(second.probeAt, first.probeAt);
  passTime(t, 10_000);
  const never = new Promise(() => {});
  void first.execute(() => never);
  assert.equal(first.isOpen(), true, 'its probe is under way');
  const third = new CircuitBreaker();
  await third.restore(first.save());
  assert.equal(third.isOpen(), false);
  assert.equal(await third.execute(answer), 'ok');
});

for (const saved of [
  undefined,
  'nonsense',
  '{}',
  '{"version":9,"state":"open","failuresInRow":0,"until":1,"rest":1}',
]) {
  test(`what is no saved breaker is refused: ${saved}`, async () => {
    await assert.rejects(new CircuitBreaker().restore(saved), {
      name: 'HoldfastError',
      code: 'invalid-snapshot',
    });
  });
}

test('what counts as a failure can be told', async () => {
  const outcomeOf = (end) => {
    if ('result' in end) return end.result >= 500 ? 'failure' : 'success';
    return end.error.message === 'no' ? 'ignored' : 'failure';
  };
  const breaker = new CircuitBreaker({ failureThreshold: 2, outcomeOf });
  await fail(breaker, 3);
  assert.equal(breaker.state, 'closed');
  assert.equal(await breaker.execute(() => 503), 503);
  assert.equal(await breaker.execute(() => 503), 503);
  assert.equal(breaker.state, 'open');
});

test('an outcome that is none is an error of the call, and says nothing about health', async () => {
  const breaker = new CircuitBreaker({ failureThreshold: 1, outcomeOf: () => 'bad' });
  await assert.rejects(breaker.execute(answer), { code: 'invalid-option', field: 'outcomeOf' });
  assert.equal(breaker.state, 'closed');
});

test('a call that is aborted before it begins is not made', async () => {
  const breaker = new CircuitBreaker();
  const signal = AbortSignal.abort();
  const work = () => assert.fail('it was made');
  await assert.rejects(breaker.execute(work, { signal }), { name: 'AbortError' });
  await assert.rejects(breaker.execute(work, { signal: 7 }), { code: 'invalid-option', field: 'signal' });
  await assert.rejects(breaker.execute('no function'), { code: 'invalid-work' });
});

for (const [options, field] of [
  [{ failureRate: 0 }, 'failureRate'],
  [{ failureRate: Number.NaN }, 'failureRate'],
  [{ failureThreshold: null, failureRate: null }, 'failureThreshold'],
  [{ window: 'space' }, 'window'],
  [{ window: 'time', windowCalls: 5 }, 'windowCalls'],
  [{ window: 'time', windowMs: 9 }, 'windowMs'],
  [{ windowCalls: 5, minimumCalls: 6 }, 'minimumCalls'],
  [{ slowCallRate: 0.5 }, 'slowCallRate'],
  [{ probes: Infinity }, 'probes'],
  [{ outcomeOf: 'all' }, 'outcomeOf'],
]) {
  test(`a breaker with ${field} wrong (${JSON.stringify(options)}) is refused when it is made`, () => {
    assert.throws(() => new CircuitBreaker(options), { code: 'invalid-option', field });
  });
}

test('each key has a breaker of its own', async () => {
  const breakers = new CircuitBreakers({ failureThreshold: 1 });
  await fail(breakers.get('a'), 1);
  assert.equal(breakers.get('a').state, 'open');
  assert.equal(breakers.get('b').state, 'closed');
  assert.equal(breakers.get('a'), breakers.get('a'));
});

test('of too many, the one that was asked for longest ago goes, closed ones before others', async () => {
  const evicted = [];
  const breakers = new CircuitBreakers({
    failureThreshold: 1,
    maxKeys: 3,
    onEvict: (key) => evicted.push(key),
  });
  await fail(breakers.get('open'), 1);
  breakers.get('old');
  breakers.get('older');
  breakers.get('old');
  breakers.get('new');
  assert.deepEqual(evicted, ['older']);
  assert.equal(breakers.size, 3);
  for (const key of ['old', 'new']) await fail(breakers.get(key), 1);
  breakers.get('newest');
  assert.deepEqual(evicted, ['older', 'open'], 'where none is closed, the one of longest ago goes');
});

for (const [options, field] of [
  [{ maxKeys: 0 }, 'maxKeys'],
  [{ onEvict: 7 }, 'onEvict'],
  [{ openMs: -1 }, 'openMs'],
]) {
  test(`breakers with ${field} wrong are refused when they are made`, () => {
    assert.throws(() => new CircuitBreakers(options), { code: 'invalid-option', field });
  });
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
