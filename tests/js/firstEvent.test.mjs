import assert from 'node:assert/strict';
import test from 'node:test';
import { FirstEvent } from '../../js/services/FirstEvent.js';

const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder().decode(bytes);

/** @param {Uint8Array[]} pieces */
function readAll(pieces) {
  const first = new FirstEvent();
  let found;
  let rest = '';
  for (const piece of pieces) {
    if (found) rest += decode(piece);
    else {
      found = first.feed(piece);
      if (found) rest += decode(found.rest);
    }
  }
  return { event: found?.event, rest };
}

test('the first event is taken out wherever the network cuts, and what follows stays as it is', () => {
  const stream = encode(': hello\n\nevent: conversation\ndata: {"id":"é"}\n\nid: 1\ndata: next\n\n');
  const whole = readAll([stream]);
  assert.deepEqual(whole, {
    event: { name: 'conversation', data: '{"id":"é"}' },
    rest: 'id: 1\ndata: next\n\n',
  });
  for (let cut = 1; cut < stream.length; cut += 1) {
    assert.deepEqual(readAll([stream.subarray(0, cut), stream.subarray(cut)]), whole, `cut at ${cut}`);
  }
});

test('lines may end in CR or CRLF, and data may have several of them', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const text = ['event:conversation', 'data: a', 'data: b', '', 'data: next', '', ''].join(end);
    const { event, rest } = readAll([encode(text)]);
    assert.deepEqual(event, { name: 'conversation', data: 'a\nb' }, JSON.stringify(end));
    assert.equal(rest.trim(), 'data: next');
  }
});

test('a body that holds no event is not gathered without end', () => {
  const first = new FirstEvent();
  assert.throws(
    () => {
      for (let i = 0; i < 100; i += 1) assert.equal(first.feed(encode('x'.repeat(1000))), undefined);
    },
    { code: 'malformed-answer' },
  );
});
