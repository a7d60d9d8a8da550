/** libFuzzer on everything that reads untrusted bytes. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { MAX_INPUT_BYTES, seedCorpora } from '../../tests/fuzz/corpora.mjs';
import { Problem } from './Problem.mjs';
import { build } from './cmake.mjs';
import { presetFolder } from './paths.mjs';
import { note } from './report.mjs';
import { capture } from './run.mjs';

const fuzzers = [
  'fuzz_append_answer',
  'fuzz_core_port',
  'fuzz_json_scanner',
  'fuzz_segment',
  'fuzz_stream_decoder',
];

/**
 * Builds the fuzzers and runs each. What they find interesting is kept for the next run; what breaks is
 * kept too, and named.
 *
 * @param {{seconds: number}} options for each of them
 */
export async function fuzz({ seconds }) {
  await build('fuzz', fuzzers);
  const corpusOf = (/** @type {string} */ fuzzer) => path.join(presetFolder('fuzz'), 'corpus', fuzzer);
  for (const fuzzer of fuzzers) mkdirSync(corpusOf(fuzzer), { recursive: true });
  await seedCorpora(corpusOf);
  for (const fuzzer of fuzzers) {
    const corpus = corpusOf(fuzzer);
    const findings = path.join(presetFolder('fuzz'), 'findings', fuzzer);
    mkdirSync(findings, { recursive: true });
    note(`${fuzzer} for ${seconds} s, from ${readdirSync(corpus).length} inputs`);
    const program = path.join(presetFolder('fuzz'), 'tests', 'fuzz', fuzzer);
    if (!existsSync(program))
      throw new Problem(`${program} was not built.`, 'See tests/fuzz/CMakeLists.txt.');
    const { code, stderr } = await capture(program, [
      corpus,
      `-max_total_time=${seconds}`,
      `-max_len=${MAX_INPUT_BYTES}`,
      '-print_final_stats=1',
      `-artifact_prefix=${findings}/`,
    ]);
    if (code !== 0) {
      console.error(stderr);
      throw new Problem(`${fuzzer} found an input that breaks the code.`, `It is kept in ${findings}.`);
    }
    note(`${stderr.match(/number_of_executed_units:\s*(\d+)/)?.[1]} runs, nothing found`);
  }
}
