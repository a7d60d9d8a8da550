/**
 * WebKitGTK, through the MiniBrowser that Debian ships with the library. It runs without --automation, as that
 * mode keeps nothing: its sessions are ephemeral.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './capture.mjs';
import { display } from './display.mjs';

function findMiniBrowser() {
  for (const triplet of readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'))) {
    const path = join('/usr/lib', triplet, 'webkit2gtk-4.1', 'MiniBrowser');
    if (existsSync(path)) return path;
  }
  throw new Error('There is no MiniBrowser: install the package webkit2gtk-driver.');
}

/** @type {import('./Browser.mjs').Engine} */
export const webkit = {
  name: 'WebKitGTK',

  commandLine: async (profile, url) => ({
    command: findMiniBrowser(),
    args: ['--javascript-can-open-windows-automatically=TRUE', url],
    env: {
      DISPLAY: await display(),
      HOME: profile,
      XDG_DATA_HOME: join(profile, 'data'),
      XDG_CACHE_HOME: join(profile, 'cache'),
      XDG_CONFIG_HOME: join(profile, 'config'),
    },
  }),

  version: async () => capture(findMiniBrowser(), ['--version'], { DISPLAY: await display() }),
};
