/** CMake's presets: configure once, build as often as asked; Ninja skips what is up to date. */
import { existsSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot, presetFolder } from './paths.mjs';
import { run } from './run.mjs';

/** As many jobs as there are processors for us; more would only take memory. */
export const jobs = os.availableParallelism();

/**
 * Ninja configures again by itself when a CMakeLists.txt changes, but does not know the presets.
 * @param {string} preset
 */
function isConfigured(preset) {
  const cache = path.join(presetFolder(preset), 'CMakeCache.txt');
  const rules = path.join(presetFolder(preset), 'build.ninja');
  if (!existsSync(cache) || !existsSync(rules)) return false;
  return statSync(rules).mtimeMs >= statSync(inRoot('CMakePresets.json')).mtimeMs;
}

/**
 * @typedef {{env?: Record<string, string>}} BuildEnvironment
 * @param {string} preset
 * @param {BuildEnvironment} [options]
 */
export async function configure(preset, { env } = {}) {
  if (isConfigured(preset)) return;
  await run('cmake', ['--preset', preset], { env });
}

/**
 * @param {string} preset
 * @param {string[]} [targets] default: all
 * @param {BuildEnvironment} [options]
 */
export async function build(preset, targets = [], { env } = {}) {
  await configure(preset, { env });
  const chosen = targets.length > 0 ? ['--target', ...targets] : [];
  await run('cmake', ['--build', '--preset', preset, '--parallel', String(jobs), ...chosen], { env });
}
