/** Sends bytes as they are, and reads what comes back. */
import { connect } from 'node:net';

const timeoutMs = 20_000;

/**
 * @param {string} url
 * @param {(string | Buffer)[]} pieces sent one after the other, with a pause between them
 * @param {{pauseMs?: number, leave?: boolean}} [how] `leave`: the client goes without waiting for an answer
 * @returns {Promise<string>} what the server sent until it had answered or closed the connection, as Latin-1
 */
export function exchange(url, pieces, { pauseMs = 5, leave = false } = {}) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, async () => {
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) await new Promise((next) => setTimeout(next, pauseMs));
        if (!socket.destroyed) socket.write(piece);
      }
      if (leave) socket.destroy();
      // Half-closed: who waits for more of the request learns that there is none.
      else socket.end();
    });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no end of the answer to ${JSON.stringify(pieces.join('').slice(0, 300))}`));
    }, timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      resolve(received);
    };
    socket.setEncoding('latin1');
    socket.on('data', (text) => (received += text));
    socket.on('close', settle);
    socket.on('error', () => {});
  });
}

/** The statuses of all answers in what was received. @param {string} received */
export const statusesOf = (received) =>
  [...received.matchAll(/(?:^|\n)HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => Number(status));
