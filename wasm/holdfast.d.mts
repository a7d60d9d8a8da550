// The types of the module that Emscripten builds. The files *Bindings.cpp are where its functions are registered.

/** Something that C++ made; `release()` gives its memory back. 0 stands for none, with an error in the output. */
type Handle = number;

export interface HoldfastModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  inputAt(bytes: number): number;
  outputAt(): number;
  outputSize(): number;
  release(handle: Handle): void;

  makeCore(bytes: number): Handle;
  coreMaxMessageBytes(core: Handle): number;
  coreHandle(core: Handle, bytes: number, nowMs: number): number;
  coreQueueMessages(core: Handle, bytes: number, nowMs: number): number;
  coreDrain(core: Handle): void;
  coreNextDeadline(core: Handle): number;
  describeSegments(bytes: number): void;
  upgradeSegment(bytes: number): number;

  makeStream(format: number): Handle;
  makePathStream(bytes: number): Handle;
  _streamRoom(stream: Handle, bytes: number): number;
  _streamFeed(stream: Handle, bytes: number): number;
  _streamFinish(stream: Handle): number;
  _streamTextAt(stream: Handle): number;
  _streamTextSize(stream: Handle): number;
  streamTakeParts(stream: Handle): void;
  streamFinishReason(stream: Handle): string;
  streamLastEventId(stream: Handle): string;
  streamRetryMs(stream: Handle): number;
  streamEvents(stream: Handle): number;

  makeBreaker(bytes: number, seed: number): Handle;
  _breakerAcquire(breaker: Handle, nowMs: number): number;
  _breakerSucceeded(breaker: Handle, epoch: number, startMs: number, nowMs: number): number;
  _breakerFailed(breaker: Handle, epoch: number, startMs: number, nowMs: number): number;
  _breakerNeutral(breaker: Handle, epoch: number): void;
  breakerEpoch(breaker: Handle): number;
  breakerIsFree(breaker: Handle): boolean;
  breakerIsolate(breaker: Handle, nowMs: number): void;
  breakerForceOpen(breaker: Handle, nowMs: number): void;
  breakerReset(breaker: Handle, nowMs: number): void;
  breakerSave(breaker: Handle, nowMs: number): void;
  breakerRestore(breaker: Handle, bytes: number, nowMs: number): boolean;
  breakerTakeTransitions(breaker: Handle): void;
  breakerState(breaker: Handle, nowMs: number): number;
  breakerSince(breaker: Handle, nowMs: number): number;
  breakerIsOpen(breaker: Handle, nowMs: number): boolean;
  breakerProbeAt(breaker: Handle): number;

  makeRetryQueue(bytes: number, seed: number): Handle;
  retryAdd(queue: Handle, id: number, nowMs: number): void;
  retryTake(queue: Handle, nowMs: number): number;
  retrySucceeded(queue: Handle, id: number): void;
  retryFailed(queue: Handle, id: number, nowMs: number): number;

  makeGate(maxMs: number): Handle;
  gateOpensAt(gate: Handle, nowMs: number): number;
  gateCloseUntil(gate: Handle, untilMs: number, nowMs: number): void;
  gateHeed(gate: Handle, bytes: number, nowMs: number): boolean;

  makeBudget(bytes: number): Handle;
  budgetSpend(budget: Handle, nowMs: number): boolean;
  budgetRefund(budget: Handle): void;
  budgetOnSuccess(budget: Handle): void;

  makeThrottle(bytes: number, seed: number): Handle;
  throttleTryAcquire(throttle: Handle, nowMs: number): boolean;
  throttleOnAccepted(throttle: Handle, nowMs: number): void;
  throttleRejection(throttle: Handle, nowMs: number): number;

  verdictOf(status: number): number;
}

export default function createModule(options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}): Promise<HoldfastModule>;
