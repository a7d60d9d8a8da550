#!/usr/bin/env node
/** `holdfast-conformance URL`: holds a backend against the protocol, and tells what holds. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { reportEnd, reportGroup } from './lib/report.mjs';
import { names, runKit } from './lib/runKit.mjs';
import { Unreachable } from './lib/session.mjs';

const usage = `holdfast-conformance URL [URL …] [options]: holds a backend against docs/protocol.md of Holdfast

  --token T          be the user with this bearer token
  --other-token T2   another user, who must not see what belongs to the first
  --only NAME        run this group or this check alone; may be repeated
  --json             print the result as JSON
  --timeout SECONDS  how long one answer may take (30)
  --list             print the names for --only
  --help             print this

Several URLs are processes of one backend: the requests go to them in turn. Run it against a backend that
nobody else uses: it makes conversations and leaves them there.
Exit code: 0 where all holds, 1 where something does not, 2 for a wrong command line or a backend that is not reached.`;

const options = /** @type {const} */ ({
  token: { type: 'string' },
  'other-token': { type: 'string' },
  only: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  timeout: { type: 'string' },
  list: { type: 'boolean' },
  help: { type: 'boolean' },
});

class WrongCommandLine extends Error {}

/** @param {string[]} args */
function readCommandLine(args) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help || values.list) return { values, urls: [], timeoutMs: 0 };
  if (positionals.length === 0) throw new WrongCommandLine('give the URL of a backend');
  for (const url of positionals)
    if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
      throw new WrongCommandLine(`${url} is no http:// or https:// URL`);
  const timeoutMs = Number(values.timeout ?? 30) * 1000;
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31))
    throw new WrongCommandLine('--timeout must be a number of seconds');
  const unknown = (values.only ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new WrongCommandLine(`there is no check named ${unknown.join(', ')}; --list lists them`);
  if (values['other-token'] && !values.token) throw new WrongCommandLine('--other-token goes with --token');
  return { values, urls: positionals, timeoutMs };
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function main(args) {
  const { values, urls, timeoutMs } = readCommandLine(args);
  if (values.help || values.list) {
    console.log(values.help ? usage : names.join('\n'));
    return 0;
  }
  const { token, 'other-token': otherToken, only, json } = values;
  if (!json) console.log(`${urls.join(' and ')} against protocol v1 of Holdfast\n`);
  const result = await runKit(urls, { token, otherToken, only, timeoutMs }, (group) => {
    if (!json) console.log(reportGroup(group));
  });
  console.log(json ? JSON.stringify(result, null, 2) : reportEnd(result));
  return result.holds ? 0 : 1;
}

/** @param {any} error */
const isExpected = (error) =>
  error instanceof WrongCommandLine || error instanceof Unreachable || /^ERR_PARSE_ARGS/.test(error.code);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error) || !isExpected(error)) throw error;
  console.error(`holdfast-conformance: ${error.message}`);
  if (!(error instanceof Unreachable)) console.error('`holdfast-conformance --help` lists the options');
  process.exitCode = 2;
}
