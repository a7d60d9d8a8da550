import assert from 'node:assert/strict';
import test from 'node:test';
import { CircuitBreaker, RetryQueue } from '../../js/index.js';

const refuse = async () => {
  throw new Error('no');
};

test('the breaker hands through what the work returns and throws', async () => {
  const breaker = new CircuitBreaker();
  assert.equal(await breaker.execute(async () => 7), 7);
  await assert.rejects(breaker.execute(refuse), { message: 'no' });
  assert.equal(breaker.state, 'closed');
  assert.equal(breaker.isOpen(), false);
});

test('the breaker does not trip on the first failure, but on the fifth in a row', async () => {
  const breaker = new CircuitBreaker();
  for (let i = 0; i < 4; i += 1) await assert.rejects(breaker.execute(refuse), { message: 'no' });
  assert.equal(breaker.state, 'closed');
  await assert.rejects(breaker.execute(refuse), { message: 'no' });
  assert.equal(breaker.state, 'open');
  assert.equal(breaker.isOpen(), true);
  let called = false;
  await assert.rejects(
    breaker.execute(() => {
      called = true;
    }),
    { code: 'circuit-open' },
  );
  assert.equal(called, false);
});

test('the breaker probes with one call after its rest, and closes when that succeeds', async () => {
  const breaker = new CircuitBreaker({ failureThreshold: 1, openMs: 10, maxOpenMs: 20 });
  await assert.rejects(breaker.execute(refuse));
  while (breaker.isOpen()) await new Promise((resolve) => setTimeout(resolve, 2));
  assert.equal(breaker.state, 'half-open');
  const probe = breaker.execute(() => new Promise((resolve) => setTimeout(resolve, 5, 'ok')));
  await assert.rejects(
    breaker.execute(async () => 'second'),
    { code: 'circuit-open' },
  );
  assert.equal(await probe, 'ok');
  assert.equal(breaker.state, 'closed');
});

test('an abort is no failure of the work', async () => {
  const breaker = new CircuitBreaker({ failureThreshold: 1 });
  const controller = new AbortController();
  const aborted = breaker.execute(
    async () => {
      controller.abort();
      throw controller.signal.reason;
    },
    { signal: controller.signal },
  );
  await assert.rejects(aborted, { name: 'AbortError' });
  assert.equal(breaker.state, 'closed');
});

for (const [options, field] of [
  [{ failureThreshold: 0 }, 'failureThreshold'],
  [{ failureThreshold: 1.5 }, 'failureThreshold'],
  [{ openMs: Number.NaN }, 'openMs'],
  [{ openMs: Infinity }, 'openMs'],
  [{ openMs: -1 }, 'openMs'],
  [{ openMs: 10, maxOpenMs: 5 }, 'openMs'],
  [{ openMs: '5' }, 'openMs'],
]) {
  test(`a breaker with ${field} wrong (${JSON.stringify(options)}) is refused when it is made`, () => {
    assert.throws(() => new CircuitBreaker(options), { code: 'invalid-option', field });
  });
}

test('the retry queue hands items over in order and in batches', async () => {
  const batches = [];
  const queue = new RetryQueue(async (items) => void batches.push(items), { batchSize: 2 });
  for (let i = 1; i <= 5; i += 1) queue.enqueue(i);
  await queue.processQueue();
  assert.deepEqual(batches, [[1, 2], [3, 4], [5]]);
  assert.equal(queue.size, 0);
});

test('the retry queue tries again until the endpoint answers, and loses and doubles nothing', async () => {
  let failures = 3;
  const delivered = [];
  const queue = new RetryQueue(
    async (items) => {
      if (failures-- > 0) throw new Error('endpoint is down');
      delivered.push(...items);
    },
    { maxRetries: 3, backoffMs: 2 },
  );
  queue.enqueue('a');
  queue.enqueue('b');
  await queue.processQueue();
  assert.deepEqual(delivered, ['a', 'b']);
});

test('when the retries are used up the batch is handed back and the rest goes on', async () => {
  const given = [];
  const delivered = [];
  let calls = 0;
  const queue = new RetryQueue(
    async (items) => {
      calls += 1;
      if (items.includes('bad')) throw new Error('never');
      delivered.push(...items);
    },
    {
      maxRetries: 2,
      backoffMs: 1,
      batchSize: 1,
      onGiveUp: (items, error) => given.push([items, error.message]),
    },
  );
  for (const item of ['bad', 'good']) queue.enqueue(item);
  await assert.rejects(queue.processQueue(), { message: 'never' });
  assert.deepEqual(given, [[['bad'], 'never']]);
  assert.deepEqual(delivered, ['good']);
  assert.equal(calls, 4);
});

test('two calls of processQueue share one run', async () => {
  const seen = [];
  const queue = new RetryQueue(async (items) => void seen.push(...items));
  queue.enqueue(1);
  await Promise.all([queue.processQueue(), queue.processQueue()]);
  assert.deepEqual(seen, [1]);
});

for (const [options, field] of [
  [{ maxRetries: -1 }, 'maxRetries'],
  [{ maxRetries: Infinity }, 'maxRetries'],
  [{ backoffMs: 0 }, 'backoffMs'],
  [{ backoffMs: 50, maxBackoffMs: 10 }, 'backoffMs'],
  [{ batchSize: 0 }, 'batchSize'],
]) {
  test(`a retry queue with ${field} wrong (${JSON.stringify(options)}) is refused when it is made`, () => {
    assert.throws(() => new RetryQueue(async () => {}, options), { code: 'invalid-option', field });
  });
}

test('a retry queue without a processor is refused', () => {
  assert.throws(() => new RetryQueue(undefined), { code: 'invalid-option', field: 'processor' });
});
