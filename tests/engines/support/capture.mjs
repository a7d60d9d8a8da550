/** What a program prints. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @param {string} command
 * @param {string[]} args
 */
export async function capture(command, args) {
  const { stdout } = await run(command, args);
  return stdout.trim();
}
