/** Where things are. Every path is absolute, so that a command may be started from anywhere. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** @param {...string} parts */
export const inRoot = (...parts) => path.join(root, ...parts);

export const buildFolder = inRoot('build');
export const distFolder = inRoot('dist');
export const pageFolder = inRoot('demo', 'page', 'dist');

/** @param {string} preset a configure preset of CMakePresets.json */
export const presetFolder = (preset) => path.join(buildFolder, preset);

/** @param {string} preset */
export const serverBinary = (preset) => path.join(presetFolder(preset), 'demo', 'server', 'holdfast-server');
