/** A port to listen on. */
import net from 'node:net';
import { Problem } from './Problem.mjs';

const firstPort = 8080;
const lastPort = 8179;

/** @param {number} port */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * The port that was asked for, or else the first free one from 8080 on.
 * @param {string | undefined} wanted the environment's PORT
 * @returns {Promise<number>}
 */
export async function choosePort(wanted) {
  if (wanted) {
    const port = Number(wanted);
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new Problem(
        `PORT is "${wanted}", which is no port.`,
        'Give a number from 1 to 65535, or leave PORT away.',
      );
    }
    if (await isFree(port)) return port;
    throw new Problem(
      `Port ${port} is in use by another program.`,
      'Choose another PORT, or leave PORT away.',
    );
  }
  for (let port = firstPort; port <= lastPort; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Problem(`No port from ${firstPort} to ${lastPort} is free.`, 'Choose one: PORT=9000 npm start');
}
