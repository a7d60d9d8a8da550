/** What a program prints. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to the environment
 */
export async function capture(command, args, env = {}) {
  const { stdout } = await run(command, args, { env: { ...process.env, ...env } });
  return stdout.trim();
}
