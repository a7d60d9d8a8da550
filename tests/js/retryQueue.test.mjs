/** The retry queue by itself: what policies.test.mjs does not say yet. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { RetryQueue } from '../../js/index.js';

const down = new Error('endpoint is down');
const refuse = async () => {
  throw down;
};

test('an abort ends a wait at once, and nothing is lost', async () => {
  const seen = [];
  let works = false;
  const queue = new RetryQueue(
    async (items) => {
      if (!works) throw down;
      seen.push(...items);
    },
    { backoff: () => 3_600_000 },
  );
  const controller = new AbortController();
  queue.enqueue('a');
  const run = queue.processQueue({ signal: controller.signal });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const reason = new Error('enough');
  controller.abort(reason);
  await assert.rejects(run, (error) => error === reason);
  assert.equal(queue.size, 1);
  assert.equal(queue.isProcessing, false);
  works = true;
  queue.enqueue('b');
  await queue.idle();
  assert.deepEqual(seen, ['a', 'b']);
});

test('abort() tells the processor through its signal', async () => {
  const queue = new RetryQueue(
    (items, { signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  );
  queue.enqueue(1);
  const run = queue.processQueue();
  await new Promise((resolve) => setTimeout(resolve, 20));
  queue.abort();
  await assert.rejects(run, { name: 'AbortError' });
  assert.equal(queue.size, 1);
});

test('a processor that throws loses nothing: what is given up is kept with its error', async () => {
  const queue = new RetryQueue(refuse, { maxRetries: 1, backoffMs: 1 });
  for (const item of ['a', 'b']) queue.enqueue(item);
  await assert.rejects(queue.processQueue(), (error) => error === down);
  assert.deepEqual(queue.takeGivenUp(), [
    { item: 'a', error: down },
    { item: 'b', error: down },
  ]);
  assert.deepEqual(queue.takeGivenUp(), []);
});

test('each item has an outcome of its own', async () => {
  const calls = [];
  const never = new Error('never');
  const outcomes = { good: 'done', bad: never, slow: 'again' };
  const queue = new RetryQueue(
    async (items, { attempt }) => {
      calls.push([...items]);
      return items.map((item) => (attempt > 1 ? 'done' : outcomes[item]));
    },
    { backoffMs: 1 },
  );
  const good = queue.add('good');
  const bad = queue.add('bad');
  const slow = queue.add('slow');
  await good;
  await assert.rejects(bad, (error) => error === never);
  await slow;
  assert.deepEqual(calls, [['good', 'bad', 'slow'], ['slow']]);
  assert.deepEqual(queue.takeGivenUp(), [{ item: 'bad', error: never }]);
});

test('whoever adds an item hears when it is given up', async () => {
  const queue = new RetryQueue(refuse, { maxRetries: 0 });
  await assert.rejects(queue.add(1), (error) => error === down);
});

for (const [what, outcomes] of [
  ['a number', 7],
  ['a list that is too short', []],
  ['a list of something else', ['well']],
]) {
  test(`a processor that returns ${what} is a clear error, and loses nothing`, async () => {
    let calls = 0;
    const queue = new RetryQueue(() => {
      calls += 1;
      return outcomes;
    });
    queue.enqueue('a');
    const wrong = { name: 'HoldfastError', code: 'invalid-outcome', field: 'processor' };
    await assert.rejects(queue.processQueue(), wrong);
    assert.equal(calls, 1, 'it is not tried again');
    assert.equal(queue.takeGivenUp()[0].item, 'a');
  });
}

for (const ms of [-1, Number.NaN, Infinity, 'soon']) {
  test(`a back-off of ${ms} is a clear error, and loses nothing`, async () => {
    const queue = new RetryQueue(refuse, { backoff: () => ms });
    queue.enqueue('a');
    await assert.rejects(queue.processQueue(), { code: 'invalid-option', field: 'backoff' });
    assert.equal(queue.takeGivenUp()[0].item, 'a');
  });
}

test('after a batch that was given up the next one has all of its retries', async () => {
  const calls = [];
  const queue = new RetryQueue(
    async ([item]) => {
      calls.push(item);
      if (item === 'nonsense') return 7;
      throw down;
    },
    { batchSize: 1, maxRetries: 2, backoffMs: 1 },
  );
  for (const item of ['nonsense', 'a', 'b']) queue.enqueue(item);
  await assert.rejects(queue.processQueue());
  assert.deepEqual(calls, ['nonsense', 'a', 'a', 'a', 'b', 'b', 'b']);
});

test('the back-off is told the number of the retry', async () => {
  const attempts = [];
  const backoff = (attempt) => attempts.push(attempt) && 0;
  const queue = new RetryQueue(refuse, { maxRetries: 3, backoff });
  queue.enqueue(1);
  await assert.rejects(queue.processQueue());
  assert.deepEqual(attempts, [1, 2, 3]);
});

test('a queue that is full says so, or drops what it was told to drop', async () => {
  const never = () => new Promise(() => {});
  const rejecting = new RetryQueue(never, { maxSize: 2 });
  rejecting.enqueue(1);
  rejecting.enqueue(2);
  assert.throws(() => rejecting.enqueue(3), { code: 'queue-full' });

  const dropped = [];
  const newest = new RetryQueue(never, {
    maxSize: 1,
    overflow: 'drop-newest',
    onDrop: (item) => dropped.push(item),
  });
  newest.enqueue(1);
  newest.enqueue(2);
  assert.equal(newest.size, 1);
  await assert.rejects(newest.add(3), { code: 'item-dropped' });
  assert.deepEqual(dropped, [2, 3]);
});

test('the oldest that is dropped is none that the processor has', async () => {
  const dropped = [];
  const queue = new RetryQueue(() => new Promise(() => {}), {
    maxSize: 3,
    batchSize: 1,
    overflow: 'drop-oldest',
    onDrop: (item) => dropped.push(item),
  });
  queue.enqueue(1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const item of [2, 3, 4, 5]) queue.enqueue(item);
  assert.deepEqual(dropped, [2, 3]);
  assert.equal(queue.size, 3);
});

test('a queue that is drained takes no more, and resolves when all is settled', async () => {
  const seen = [];
  const queue = new RetryQueue(async (items) => void seen.push(...items), { batchSize: 1 });
  for (const item of [1, 2, 3]) queue.enqueue(item);
  const drained = queue.drain();
  assert.throws(() => queue.enqueue(4), { code: 'queue-closed' });
  await drained;
  assert.deepEqual(seen, [1, 2, 3]);
});

test('idle() resolves however the run ended, and at once where there is none', async () => {
  const queue = new RetryQueue(refuse, { maxRetries: 0 });
  await queue.idle();
  queue.enqueue(1);
  await queue.idle();
  assert.equal(queue.size, 0);
  assert.equal(queue.takeGivenUp().length, 1);
});

test('no retry begins after the total time', async () => {
  let calls = 0;
  const queue = new RetryQueue(
    () => {
      calls += 1;
      throw down;
    },
    { maxRetries: 1_000, backoff: 'constant', backoffMs: 30, totalMs: 50 },
  );
  queue.enqueue(1);
  await assert.rejects(queue.processQueue(), (error) => error === down);
  assert.ok(calls <= 2, `${calls} calls`);
});

for (const [options, field] of [
  [{ maxSize: 0 }, 'maxSize'],
  [{ overflow: 'explode' }, 'overflow'],
  [{ backoff: 'linear' }, 'backoff'],
  [{ backoff: 'constant', maxBackoffMs: 10 }, 'maxBackoffMs'],
  [{ backoff: () => 1, maxBackoffMs: 10 }, 'maxBackoffMs'],
  [{ totalMs: Number.NaN }, 'totalMs'],
  [{ onDrop: 1 }, 'onDrop'],
  [{ onGiveUp: {} }, 'onGiveUp'],
]) {
  test(`a retry queue with ${field} wrong (${JSON.stringify(options)}) is refused when it is made`, () => {
    assert.throws(() => new RetryQueue(async () => {}, options), { code: 'invalid-option', field });
  });
}
