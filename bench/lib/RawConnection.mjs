/**
 * One HTTP/1.1 connection with no more machinery than a load generator needs: a request is bytes that were made
 * beforehand, an answer is its status. Node's own client takes as long for a request as the server does.
 */
import { connect } from 'node:net';

/**
 * The bytes of a POST with a JSON body.
 * @param {string} path @param {unknown} body
 */
export function encodePost(path, body) {
  const text = JSON.stringify(body);
  const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`;
  return Buffer.from(head + text);
}

export class RawConnection {
  #socket;
  /** @type {Buffer} */
  #received = Buffer.alloc(0);
  /** @type {{resolve: (status: number) => void, reject: (error: Error) => void} | undefined} */
  #waiting;

  /** @param {import('node:net').Socket} socket that is connected */
  constructor(socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#onData(bytes));
    const fail = () => this.#waiting?.reject(new Error('the server closed the connection'));
    socket.on('close', fail);
    socket.on('error', fail);
  }

  /** @param {string} url @returns {Promise<RawConnection>} */
  static open(url) {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new RawConnection(socket)));
      socket.once('error', reject);
    });
  }

  /**
   * One at a time.
   * @param {Buffer} request
   * @returns {Promise<number>} the status of its answer, which has a content-length
   */
  send(request) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  /** @param {Buffer} bytes */
  #onData(bytes) {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < end + 4 + length) return;
    this.#received = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(Number(head.slice(9, 12)));
  }
}
