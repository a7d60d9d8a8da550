/** Firefox ESR, as Debian packages it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capture } from './capture.mjs';

const command = process.env.HOLDFAST_FIREFOX ?? '/usr/bin/firefox-esr';

const preferences = {
  // The lobby opens tabs and closes itself.
  'dom.disable_open_during_load': false,
  'dom.allow_scripts_to_close_windows': true,
  // After a crash it opens the page that it is told to, not those of before.
  'browser.sessionstore.resume_from_crash': false,
  'toolkit.startup.max_resumed_crashes': -1,
  // It greets nobody, and asks for nothing from the network.
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.warnOnQuit': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
};

/** @type {import('./Browser.mjs').Engine} */
export const firefox = {
  name: 'Firefox',

  async commandLine(profile, url) {
    const lines = Object.entries(preferences).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    await writeFile(join(profile, 'user.js'), lines.join(''));
    return { command, args: ['--headless', '--no-remote', '--profile', profile, url] };
  },

  version: () => capture(command, ['--version']),
};
