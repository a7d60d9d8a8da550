/**
 * A server with the route of the AI SDK's guide to message persistence: what was said is saved when an answer has ended.
 * `node route.mjs PORT`; its store are files in `.chats`, as the guide has it, and its model is made up.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  simulateReadableStream,
  streamText,
  toUIMessageStream,
} from 'ai';
import { MockLanguageModelV4 } from 'ai/test';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const words = 'A holdfast is what anchors seaweed to a rock whatever the sea does to it'.split(' ');

const model = new MockLanguageModelV4({
  doStream: async () => ({
    stream: simulateReadableStream({
      chunkDelayInMs: 30,
      chunks: [
        { type: 'text-start', id: 'text-1' },
        ...words.map((word) => ({ type: 'text-delta', id: 'text-1', delta: `${word} ` })),
        { type: 'text-end', id: 'text-1' },
        {
          type: 'finish',
          finishReason: { unified: 'stop', raw: undefined },
          usage: { inputTokens: { total: 3, noCache: 3 }, outputTokens: { total: 10, text: 10 } },
        },
      ],
    }),
  }),
});

mkdirSync('.chats', { recursive: true });
const chatFile = (id) => path.join('.chats', `${id}.json`);
const saveChat = ({ chatId, messages }) => writeFile(chatFile(chatId), JSON.stringify(messages, null, 2));
const loadChat = async (id) => (existsSync(chatFile(id)) ? readFile(chatFile(id), 'utf8') : '[]');

async function postChat(request) {
  const { messages, id } = await request.json();
  const result = streamText({ model, messages: await convertToModelMessages(messages) });
  return createUIMessageStreamResponse({
    stream: toUIMessageStream({
      stream: result.stream,
      originalMessages: messages,
      onEnd: ({ messages: all }) => saveChat({ chatId: id, messages: all }),
    }),
  });
}

async function answer(request) {
  const { pathname } = new URL(request.url);
  if (request.method === 'POST' && pathname === '/api/chat') return postChat(request);
  if (pathname.startsWith('/api/chat/'))
    return new Response(await loadChat(path.basename(pathname)), {
      headers: { 'content-type': 'application/json' },
    });
  const file = path.join('dist', pathname === '/' ? 'index.html' : path.normalize(pathname));
  if (!existsSync(file)) return new Response(null, { status: 404 });
  return new Response(await readFile(file), {
    headers: { 'content-type': types[path.extname(file)] ?? 'text/plain' },
  });
}

createServer(async (incoming, outgoing) => {
  const request = new Request(`http://route${incoming.url}`, {
    method: incoming.method,
    ...(incoming.method === 'POST' && { body: Readable.toWeb(incoming), duplex: 'half' }),
  });
  const response = await answer(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body) Readable.fromWeb(response.body).pipe(outgoing);
  else outgoing.end();
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listening'));
