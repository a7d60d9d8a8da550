/** Chromium, as Debian packages it. */
import { capture } from './capture.mjs';

const command = process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium';

/** @type {import('./Browser.mjs').Engine} */
export const chromium = {
  name: 'Chromium',

  commandLine: async (profile, url) => ({
    command,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-session-crashed-bubble',
      '--disable-popup-blocking',
      `--user-data-dir=${profile}`,
      url,
    ],
  }),

  version: () => capture(command, ['--version']),
};
