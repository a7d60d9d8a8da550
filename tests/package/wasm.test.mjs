/** What is in the modules that ship, and what they ask of the page: nothing that came in unseen. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { interfaceOf, leftoversIn } from './support/wasmModule.mjs';

const imports = [
  '__embind_register_bigint',
  '__embind_register_bool',
  '__embind_register_emval',
  '__embind_register_float',
  '__embind_register_function',
  '__embind_register_integer',
  '__embind_register_memory_view',
  '__embind_register_std_string',
  '__embind_register_std_wstring',
  '__embind_register_void',
  '_abort',
  '_emscripten_resize_heap',
  'numberFrom',
];

const exports = [
  '___embind_register_native_and_builtin_types',
  '___getTypeName',
  '___wasm_call_ctors',
  '_breakerAcquire',
  '_breakerFailed',
  '_breakerNeutral',
  '_breakerSucceeded',
  '_free',
  '_malloc',
  '_streamFeed',
  '_streamFinish',
  '_streamRoom',
  '_streamTextAt',
  '_streamTextSize',
  'dynCall_iij',
  'memory',
  'table',
];

/** What embind calls the types that it registers, and the JSON library's exceptions, which nobody can catch. */
const leftovers = [
  'St13runtime_error',
  'St9exception',
  'St9type_info',
  '[json.exception.',
  'std::basic_string<unsigned char>',
  'std::exception',
  'std::string',
  'std::u16string',
  'std::u32string',
  'std::wstring',
];

const script = readFileSync(inRoot('dist/wasm/holdfast.mjs'), 'utf8');

for (const file of ['holdfast.wasm', 'holdfast-baseline.wasm']) {
  const bytes = readFileSync(inRoot('dist/wasm', file));

  test(`${file} takes from the page and gives to it what is known, and nothing else`, () => {
    assert.deepEqual(interfaceOf(bytes, script), { imports, exports });
  });

  test(`${file} holds no stream, no locale, and of exceptions and types no name but those that are known`, () => {
    assert.deepEqual(leftoversIn(bytes), leftovers);
  });
}

test('what streams, locales, exceptions and types leave in a binary is found', () => {
  for (const text of [
    'NSt3__28ios_baseE',
    'std::bad_alloc',
    'std::__2::locale',
    'LC_ALL',
    'basic_string::append',
    'iostream stream error',
    'terminate called without',
    'N8holdfast8EnvelopeE',
  ]) {
    assert.deepEqual(leftoversIn(Buffer.from(`\0\x01${text}\0and so on`)), [text]);
  }
  assert.deepEqual(leftoversIn(Buffer.from('the state of a conversation\0vector')), []);
});

test('a function that the script does not know by name keeps the letter that the linker gave it', () => {
  const oneExport = Buffer.from('0061736d0100000001040160000003020100070501015a00000a040102000b', 'hex');
  assert.deepEqual(interfaceOf(oneExport, script), { imports: [], exports: ['Z'] });
});
