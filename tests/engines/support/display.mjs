/** A screen that nobody sees, for browsers that need one. */
import { once } from 'node:events';
import { ProcessGroup } from './processGroup.mjs';

/** @type {Promise<string> | undefined} */
let shared;

/** @returns {Promise<string>} its name, such as `:1`; it goes when this process ends */
export function display() {
  shared ??= (async () => {
    const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
    const server = new ProcessGroup('Xvfb', args);
    const [bytes] = await once(server.thirdStream, 'data', { signal: AbortSignal.timeout(20_000) });
    server.unref();
    return `:${String(bytes).trim()}`;
  })();
  return shared;
}
