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
  address(): number;
  takeParts(): void;
  finishReason(): string;
  lastEventId(): string;
  retryMs(): number;
  events(): number;
}

export interface CircuitBreakerHandle extends Owned {
  address(): number;
  epoch(): number;
  isFree(): boolean;
  isolate(nowMs: number): void;
  forceOpen(nowMs: number): void;
  reset(nowMs: number): void;
  save(nowMs: number): void;
  restore(bytes: number, nowMs: number): boolean;
  takeTransitions(): void;
  state(nowMs: number): number;
  since(nowMs: number): number;
  isOpen(nowMs: number): boolean;
  probeAt(): number;
}

export interface RetryQueueHandle extends Owned {
  add(id: number, nowMs: number): void;
  take(nowMs: number): number;
  succeeded(id: number): void;
  failed(id: number, nowMs: number): number;
}

export interface GateHandle extends Owned {
  opensAt(nowMs: number): number;
  closeUntil(untilMs: number, nowMs: number): void;
  heed(bytes: number, nowMs: number): boolean;
}

export interface RetryBudgetHandle extends Owned {
  spend(nowMs: number): boolean;
  refund(): void;
  onSuccess(): void;
}

export interface AdaptiveThrottleHandle extends Owned {
  tryAcquire(nowMs: number): boolean;
  onAccepted(nowMs: number): void;
  rejection(nowMs: number): number;
}

export interface HoldfastModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  inputAt(bytes: number): number;
  outputAt(): number;
  outputSize(): number;
  describeSegments(bytes: number): void;
  upgradeSegment(bytes: number): number;
  verdictOf(status: number): number;
  _streamRoom(address: number, bytes: number): number;
  _streamFeed(address: number, bytes: number): number;
  _streamFinish(address: number): number;
  _streamTextAt(address: number): number;
  _streamTextSize(address: number): number;
  _breakerAcquire(address: number, nowMs: number): number;
  _breakerSucceeded(address: number, epoch: number, startMs: number, nowMs: number): number;
  _breakerFailed(address: number, epoch: number, startMs: number, nowMs: number): number;
  _breakerNeutral(address: number, epoch: number): void;
  readonly Core: { make(bytes: number): CoreHandle | null };
  readonly StreamDecoder: {
    make(format: number): StreamDecoderHandle;
    forPaths(bytes: number): StreamDecoderHandle | null;
  };
  readonly CircuitBreaker: { make(bytes: number, seed: number): CircuitBreakerHandle | null };
  readonly RetryQueue: { make(bytes: number, seed: number): RetryQueueHandle | null };
  readonly Gate: { make(maxMs: number): GateHandle };
  readonly RetryBudget: { make(bytes: number): RetryBudgetHandle | null };
  readonly AdaptiveThrottle: { make(bytes: number, seed: number): AdaptiveThrottleHandle | null };
}

export default function createModule(options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}): Promise<HoldfastModule>;
