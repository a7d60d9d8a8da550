/** What the published types say to a program in TypeScript that checks everything, also what it imports. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { promisify } from 'node:util';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { unpackPackage } from './support/packed.mjs';

const run = promisify(execFile);

const program = `
import { useChat } from '@ai-sdk/react';
import { createElement } from 'react';
import {
  createHoldfast, HoldfastError, threadOf,
  type BreakerChange, type ChatMessage, type Holdfast, type HoldfastEvents, type MessageEvent, type QueueStatus, type StreamPart,
} from 'holdfast';
import { createHoldfast as createInlined } from 'holdfast/inline';
import { holdfastTransport } from 'holdfast/ai-sdk';
import { defineHoldfastElements, type HoldfastElement } from 'holdfast/element';
import { retry, wrap } from 'holdfast/policies';
import { HoldfastProvider, useConversation, useHoldfast, useMessageState, useQueueStatus } from 'holdfast/react';
import { sendInBackground, syncInBackground, type BackgroundState } from 'holdfast/service-worker';
import { conversationStore, messageStore, statusStore, type ConversationSnapshot, type Store } from 'holdfast/stores';
import { wasmFileName, wasmUrl } from 'holdfast/wasm';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const yes = <T extends true>() => undefined as unknown as T;

const holdfast: Holdfast = await createHoldfast({ baseUrl: '/api', wasm: wasmUrl(), stream: { format: 'anthropic' } });
const inlined: Holdfast = await createInlined({ baseUrl: '/api' });
// @ts-expect-error there has to be a backend
await createHoldfast({});
// @ts-expect-error no such format
await createHoldfast({ baseUrl: '/api', stream: { format: 'smoke' } });

holdfast.on('message', (event) => yes<Same<typeof event, MessageEvent>>());
holdfast.on('status', (event) => yes<Same<typeof event, QueueStatus>>());
// @ts-expect-error no such event
holdfast.on('weather', () => undefined);

const queued = holdfast.persistence.queueMessage({ role: 'user', content: 'Hello' }, 'c');
yes<Same<typeof queued.state, 'queued' | 'saved' | 'sending' | 'synced' | 'parked'>>();
// @ts-expect-error no such role
holdfast.persistence.queueMessage({ role: 'nobody', content: 'Hello' }, 'c');

const conversation: Store<Readonly<ConversationSnapshot>> = conversationStore(holdfast, 'c');
const unsubscribe: () => void = conversation.subscribe(({ messages, failure }) => {
  const states = messages.map(({ state, position, error, content }) => ({ state, position, error, content }));
  // @ts-expect-error a snapshot never changes
  messages.push(messages[0]);
  return [states, failure?.code];
});
yes<Same<ReturnType<typeof messageStore>['getSnapshot'], () => Readonly<import('holdfast/stores').MessageSnapshot>>>();
const pending: number = statusStore(holdfast).getSnapshot().pending;

function Chat() {
  const { messages, thread, send, edit, isReady, history } = useConversation('c');
  void thread.map(({ message, alternatives }) => edit(message.id, alternatives.join()));
  const own: Holdfast | null = useHoldfast();
  yes<Same<typeof history, 'loading' | 'device' | 'backend'>>();
  const chat = useChat({ transport: holdfastTransport(holdfast, { config: { model: 'small' } }) });
  void send('Hello');
  // @ts-expect-error a text
  void send(7);
  return createElement('p', null, messages.length, useMessageState('m').state, useQueueStatus().pending, chat.status, String(isReady && own));
}
export const app = createElement(HoldfastProvider, { value: { baseUrl: '/api' } }, createElement(Chat));
export const given = createElement(HoldfastProvider, { value: inlined }, createElement(Chat));
// @ts-expect-error neither a Holdfast nor options of one
createElement(HoldfastProvider, { value: 'holdfast' });

interface Kept {
  model: string;
  liked?: boolean;
}
const typed: Holdfast<Kept> = await createHoldfast<Kept>({ baseUrl: '/api' });
typed.persistence.queueMessage({ role: 'user', content: 'Hello', metadata: { model: 'small' } }, 'c');
// @ts-expect-error no such metadata
typed.persistence.queueMessage({ role: 'user', content: 'Hello', metadata: { modell: 'small' } }, 'c');
// @ts-expect-error nor is that of the model
typed.persistence.queueMessage({ role: 'user', content: 'Hello', metadata: { model: 7 } }, 'c');
yes<Same<NonNullable<(typeof kept)['metadata']>, Kept>>();
const kept: ChatMessage<Kept> = typed.persistence.queueMessage({ role: 'user', content: 'Hello' }, 'c').message;
const { messages: storedMessages } = await typed.conversations.getMessages('c');
const models: (string | undefined)[] = threadOf(storedMessages, { conversationId: 'c' }).map(({ message }) => message.metadata?.model);
for (const { message } of await typed.persistence.pending()) yes<Same<typeof message, ChatMessage<Kept>>>();
for (const { message } of await typed.persistence.parked.list()) yes<Same<typeof message, ChatMessage<Kept>>>();
const { message: sent, answer: answered } = await typed.messages.sendMessage('Hello', 'c');
yes<Same<typeof sent.message, ChatMessage<Kept>>>();
yes<Same<typeof answered.message, ChatMessage<Kept>>>();
typed.on('message', ({ message }) => yes<Same<typeof message, ChatMessage<Kept> | undefined>>());
typed.on('parked', ({ message }) => yes<Same<typeof message, ChatMessage<Kept>>>());
conversationStore(typed, 'c').subscribe(({ messages, thread }) => {
  const liked: (boolean | undefined)[] = messages.map(({ metadata }) => metadata?.liked);
  const shown: (string | undefined)[] = thread.map(({ message }) => message.metadata?.model);
  return [liked, shown];
});
export const TypedChat = () => createElement('p', null, useConversation<Kept>('c').messages[0]?.metadata?.model);
createElement(HoldfastProvider, { value: typed });
defineHoldfastElements({ holdfast: typed });
holdfastTransport(typed);
// Who says nothing may keep any JSON.
const anything: unknown = queued.message.metadata?.whatever;

yes<Same<keyof HoldfastEvents, 'status' | 'message' | 'parked' | 'conversation' | 'breaker' | 'metrics' | 'error' | 'trace' | 'mode'>>();
holdfast.on('error', (error) => yes<Same<typeof error, HoldfastError>>());

const impossible = (nothing: never): never => nothing;
/** Compiles only while every state is told apart. */
export function wordFor({ state }: MessageEvent): string {
  switch (state) {
    case 'queued': case 'saved': case 'sending': return 'on its way';
    case 'synced': return 'there';
    case 'parked': case 'failed': return 'refused';
    case 'streaming': return 'growing';
    default: return impossible(state);
  }
}
export function textOf(part: StreamPart): string {
  switch (part.type) {
    case 'text': case 'reasoning': case 'refusal': case 'tool-input': return part.text;
    case 'finish': return part.reason;
    case 'usage': return Object.keys(part.usage).join();
    default: return impossible(part);
  }
}
export function isOpen({ to }: BreakerChange): boolean {
  switch (to) {
    case 'open': case 'isolated': return true;
    case 'closed': case 'half-open': return false;
    default: return impossible(to);
  }
}

defineHoldfastElements({ holdfast });
const element = document.createElement('holdfast-status') as HoldfastElement;
element.holdfast = holdfast;

sendInBackground({ baseUrl: '/api', giveUpMs: 60_000 });
// @ts-expect-error there has to be a backend
sendInBackground({});
const background = syncInBackground(typed, { registration: navigator.serviceWorker.register('/worker.js') });
yes<Same<typeof background.state, BackgroundState>>();
yes<Same<BackgroundState, 'unsupported' | 'waiting' | 'ready' | 'refused'>>();

const name: 'holdfast.wasm' | 'holdfast-baseline.wasm' = wasmFileName();
const answer = await wrap(retry({ maxRetries: 2 })).execute(async () => 42);
yes<Same<typeof answer, number>>();
export const all = [models, anything, unsubscribe, pending, name, new HoldfastError('a-code', 'A sentence.').code];
`;

const compilerOptions = {
  target: 'es2022',
  lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  types: ['node'],
};

const beside = ['react', '@types/node', '@types/react', 'csstype', 'ai', '@ai-sdk/react'];
/** @type {Awaited<ReturnType<typeof unpackPackage>>} */
let packed;
before(async () => {
  packed = await unpackPackage(beside);
  writeFileSync(join(packed.folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(packed.folder, 'program.ts'), program);
});
after(() => packed.remove());

for (const [module, moduleResolution] of [
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
]) {
  test(`a strict program compiles against every entry, under moduleResolution ${moduleResolution}`, async () => {
    const config = {
      compilerOptions: { ...compilerOptions, module, moduleResolution },
      files: ['program.ts'],
    };
    writeFileSync(join(packed.folder, 'tsconfig.json'), JSON.stringify(config));
    const findings = await run(inRoot('node_modules/.bin/tsc'), ['--pretty', 'false'], {
      cwd: packed.folder,
    }).then(
      () => '',
      ({ stdout }) => stdout,
    );
    assert.equal(findings, '');
  });
}
