/**
 * clang-tidy over every C++ source that is compiled. A source that was clean is skipped until it, a header of ours
 * that it reaches, its compile command or the configuration changes: build/tidy holds the hash it was clean with.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './Problem.mjs';
import { configure, jobs } from './cmake.mjs';
import { buildFolder, inRoot, presetFolder, root } from './paths.mjs';
import { duration, note, red } from './report.mjs';
import { capture } from './run.mjs';

const preset = 'native-asan';
const cacheFolder = path.join(buildFolder, 'tidy');

/**
 * The path-sensitive analysis takes half of the time. The tests do without: the sanitizers see all of their paths.
 * @param {string} name
 */
const checksFor = (name) => (name.startsWith('tests/') ? ['--checks=-clang-analyzer-*'] : []);

/**
 * @typedef {{file: string, command: string, directory: string}} CompileCommand
 * @typedef {{name: string, file: string, key: string}} Source
 */

/** @returns {CompileCommand[]} those of our own sources, each once */
function readCompileCommands() {
  /** @type {CompileCommand[]} */
  const commands = JSON.parse(readFileSync(path.join(presetFolder(preset), 'compile_commands.json'), 'utf8'));
  const ours = commands.filter(
    ({ file }) => file.startsWith(`${root}/`) && !file.startsWith(`${buildFolder}/`),
  );
  return [...new Map(ours.map((command) => [command.file, command])).values()];
}

/**
 * The headers of ours that a source reaches, whatever the preprocessor would leave out.
 * @param {string} file
 * @param {string[]} includeFolders
 * @param {Set<string>} [reached]
 */
function reachFrom(file, includeFolders, reached = new Set()) {
  if (reached.has(file)) return reached;
  reached.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/^\s*#\s*include\s*["<]([^">]+)[">]/gm)) {
    const found = [path.dirname(file), ...includeFolders]
      .map((folder) => path.join(folder, name))
      .find((candidate) => candidate.startsWith(`${root}/`) && existsSync(candidate));
    if (found) reachFrom(found, includeFolders, reached);
  }
  return reached;
}

/**
 * @param {CompileCommand} compileCommand
 * @param {string} version of clang-tidy
 * @returns {Source}
 */
function describe({ file, command }, version) {
  const includeFolders = [...command.matchAll(/-(?:I|isystem) ?(\S+)/g)].map(([, folder = '']) => folder);
  const hash = createHash('sha256')
    .update(version)
    .update(command)
    .update(readFileSync(inRoot('.clang-tidy')));
  for (const reached of [...reachFrom(file, includeFolders)].sort()) {
    hash.update(`\0${reached}\0`).update(readFileSync(reached));
  }
  return { name: path.relative(root, file), file, key: hash.digest('hex') };
}

/** @param {Source} source */
const cacheFile = ({ name }) => path.join(cacheFolder, name.replaceAll('/', '+'));

/** @param {Source} source */
const isKnownClean = (source) =>
  existsSync(cacheFile(source)) && readFileSync(cacheFile(source), 'utf8') === source.key;

/**
 * What clang-tidy printed, one text per finding. A header's finding comes up in every source that includes it.
 * @param {string} output
 */
const findingsIn = (output) =>
  output.split(/^(?=\/[^\n]*:\d+:\d+: (?:warning|error): )/m).filter((text) => text.trim());

/**
 * @param {Source} source
 * @param {string} progress
 * @param {Set<string>} shown the findings that were shown before
 * @returns {Promise<boolean>} whether it is clean
 */
async function check(source, progress, shown) {
  const start = performance.now();
  const flags = ['--quiet', '-p', presetFolder(preset), '--extra-arg=-Wno-unknown-warning-option'];
  const { code, stdout, stderr } = await capture('clang-tidy', [
    ...flags,
    ...checksFor(source.name),
    source.file,
  ]);
  const clean = code === 0;
  note(`${progress} ${source.name} ${duration(performance.now() - start)}${clean ? '' : red(' FAILED')}`);
  if (clean) {
    writeFileSync(cacheFile(source), source.key);
    return true;
  }
  const findings = findingsIn(stdout || stderr);
  const fresh = findings.filter((finding) => !shown.has(finding));
  for (const finding of fresh) {
    shown.add(finding);
    console.log(finding.trimEnd());
  }
  if (fresh.length < findings.length) note(`(and ${findings.length - fresh.length} that are shown above)`);
  return false;
}

/** @param {{testsToo: boolean}} options */
export async function tidy({ testsToo }) {
  await configure(preset);
  const { stdout: version } = await capture('clang-tidy', ['--version']);
  const sources = readCompileCommands()
    .map((command) => describe(command, version))
    .filter(({ name }) => testsToo || !name.startsWith('tests/'));
  if (sources.length === 0)
    throw new Problem('There is no C++ source to check: compile_commands.json names none.');
  const waiting = sources.filter((source) => !isKnownClean(source));
  note(
    `${sources.length} sources, ${sources.length - waiting.length} of them unchanged since they were clean`,
  );
  mkdirSync(cacheFolder, { recursive: true });

  const total = waiting.length;
  const rest = waiting.entries();
  /** @type {Set<string>} */
  const shown = new Set();
  /** @type {string[]} */
  const failed = [];
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (const [index, source] of rest) {
        if (!(await check(source, `[${index + 1}/${total}]`, shown))) failed.push(source.name);
      }
    }),
  );
  if (failed.length > 0) throw new Problem(`clang-tidy found fault with ${failed.sort().join(', ')}`);
}
