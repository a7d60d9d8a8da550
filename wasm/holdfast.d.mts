// The types of the module that Emscripten builds. bindings.cpp is where its functions are registered.

/** Something that C++ made; `delete()` gives its memory back. */
interface Owned {
  delete(): void;
}

export interface CoreHandle extends Owned {
  maxMessageBytes(): number;
  handle(bytes: number, nowMs: number): number;
  queueMessages(bytes: number, nowMs: number): number;
  drain(): void;
  nextDeadline(): number;
}

export interface StreamDecoderHandle extends Owned {
  feed(bytes: number): number;
  textAt(): number;
  textSize(): number;
  done(): boolean;
  finishReason(): string;
  lastEventId(): string;
}

export interface CircuitBreakerHandle extends Owned {
  tryAcquire(nowMs: number): number;
  onSuccess(epoch: number, nowMs: number): void;
  onFailure(epoch: number, nowMs: number): void;
  onNeutral(epoch: number): void;
  state(nowMs: number): number;
  isOpen(nowMs: number): boolean;
  probeAt(): number;
}

export interface RetryQueueHandle extends Owned {
  add(id: number, nowMs: number): void;
  take(nowMs: number): number;
  succeeded(id: number): void;
  failed(id: number, nowMs: number): number;
}

export interface HoldfastModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  inputAt(bytes: number): number;
  outputAt(): number;
  outputSize(): number;
  describeSegments(bytes: number): void;
  upgradeSegment(bytes: number): number;
  readonly Core: { make(bytes: number): CoreHandle | null };
  readonly StreamDecoder: { make(format: number): StreamDecoderHandle };
  readonly CircuitBreaker: { make(bytes: number, seed: number): CircuitBreakerHandle | null };
  readonly RetryQueue: { make(bytes: number, seed: number): RetryQueueHandle | null };
}

export default function createModule(options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}): Promise<HoldfastModule>;
