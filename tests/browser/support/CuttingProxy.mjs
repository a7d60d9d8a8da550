/** A way to the backend that breaks: it counts the bytes of each answer's stream, and cuts the connection behind some. */
import { connect, createServer } from 'node:net';

export class CuttingProxy {
  #target;
  /** @type {import('node:net').Server | undefined} */
  #server;
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();
  /** How many bytes each of the next streams may have; one that is not listed is not cut. @type {number[]} */
  cuts = [];
  /** The bytes of each stream that was let through, cut or not. @type {number[]} */
  streams = [];
  url = '';

  /** @param {string} target the backend's address */
  constructor(target) {
    this.#target = new URL(target);
  }

  async start() {
    const server = createServer((browser) => this.#join(browser));
    this.#server = server;
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('there is no port');
    this.url = `http://127.0.0.1:${address.port}`;
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** @param {import('node:net').Socket} browser */
  #join(browser) {
    const backend = connect(Number(this.#target.port), this.#target.hostname);
    for (const [socket, other] of [
      [browser, backend],
      [backend, browser],
    ]) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.end();
      });
    }
    /** The stream that comes over this connection now. @type {{index: number, left: number} | undefined} */
    let stream;
    browser.on('data', (bytes) => {
      // Requests of one connection follow each other.
      if (/^(?:GET|POST|PUT|DELETE|OPTIONS) /.test(bytes.toString('latin1', 0, 8))) stream = undefined;
      if (bytes.includes('POST /completion/generate'))
        stream = { index: this.streams.push(0) - 1, left: this.cuts.shift() ?? Infinity };
      backend.write(bytes);
    });
    backend.on('data', (bytes) => {
      if (!stream) return void browser.write(bytes);
      const passed = bytes.subarray(0, stream.left);
      stream.left -= passed.length;
      this.streams[stream.index] += passed.length;
      if (stream.left > 0) return void browser.write(passed);
      backend.destroy();
      return void browser.end(passed);
    });
  }
}
