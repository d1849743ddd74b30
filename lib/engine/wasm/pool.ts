/**
 * Workers that share the engine's memory, and each make a part of a kernel's results, which do not depend on each other.
 *
 * The caller writes a kernel's call into shared memory, and a counter wakes the workers. After a kernel they check the
 * counter for some microseconds; then they sleep, which costs nothing. The caller makes a part as well, then those that no
 * worker has begun, and waits for the others. So a worker whose core is busy with another program holds nobody up. @module
 */

import type { KernelHost } from "../host.ts";
import { kernelModule } from "./instantiate.ts";
import type { Kernels, SharedKernels } from "./kernels.ts";

/** The offsets of the control words. */
const CALL = 0; // counts the calls; workers sleep on it
const PENDING = 1; // the workers that have not finished the call; the caller sleeps on it
const KERNEL = 2; // which kernel
const COUNT = 3; // how many arguments
const GRAIN = 4; // the size of what must not be cut, in elements
const FAILED = 5; // whether a kernel threw
const WORDS = 8;

/** Calls are counted up to this, and then from 0 again: training may take days. */
const MAX_CALLS = 1_073_741_824;

/** How many arguments there is room for. Behind them is how far apart the workers' scratch memories and copies are. */
const MAX_ARGUMENTS = 24;
const SCRATCH = MAX_ARGUMENTS;
const FIRST_COPY = MAX_ARGUMENTS + 1;
const SECOND_COPY = MAX_ARGUMENTS + 2;
const NUMBERS = MAX_ARGUMENTS + 3;

/** The name of a kernel that workers can share. */
export type SharedKernelName = keyof SharedKernels;

/** How often a worker checks for the next call before it sleeps, about 60 microseconds: to wake one takes as long. */
const SPINS = 12_000;

/** How often a thread that may not sleep checks before it gives up: a minute or more. */
const MAX_SPINS = 20_000_000_000;

/** How long a kernel may take before its worker counts as dead. */
const KERNEL_TIMEOUT_MS = 60_000;

/** How a kernel's range, its last two arguments, is cut into the parts of the workers. */
export interface Split {
  /** The size of what must not be cut, in elements; 0 if everyone makes the whole for itself. */
  readonly grain: number;
  /**
   * How much scratch memory a worker needs. The argument before the range is the address of as much for each of them, one
   * after the other. Default: 0, for a kernel that has no such argument.
   */
  readonly scratchBytes?: number;
  /**
   * How many bytes the workers' copies of sparse rows are apart, whose addresses are the arguments 1 to 3, and of those whose
   * addresses are the arguments 4 to 6. Default: 0, for the same rows for all.
   */
  readonly copies?: readonly [first: number, second?: number];
}

/** Runs a kernel of about so many multiplications, alone or shared. */
export type Run = <Name extends SharedKernelName>(
  kernel: Name,
  args: Readonly<Parameters<SharedKernels[Name]>>,
  split: Split,
  multiplications: number,
) => void;

/** Begins a kernel in all workers, see {@linkcode WorkerPool.begin}. */
export type Begin = <Name extends keyof Kernels>(
  kernel: Name,
  args: Readonly<Parameters<Kernels[Name]>>,
  split: Split,
) => void;

/** Where the numbers of a call are, for {@linkcode runPart}. */
const OFFSETS = {
  kernel: KERNEL,
  count: COUNT,
  grain: GRAIN,
  scratch: SCRATCH,
  first: FIRST_COPY,
  second: SECOND_COPY,
} as const;

/**
 * Makes a worker's part. The pool calls this function, and each worker is sent it as text: so it must name nothing outside
 * of it, which a minifier may rename. Shared kernels take some dozens of microseconds, so it must be quick too.
 * @param args room for the arguments
 */
function runPart(
  kernels: readonly ((...numbers: number[]) => void)[],
  words: Int32Array,
  numbers: Float64Array,
  offsets: typeof OFFSETS,
  args: number[],
  part: number,
  parts: number,
): void {
  const count = words[offsets.count]!;
  const grain = words[offsets.grain]!;
  const scratchBytes = numbers[offsets.scratch]!;
  const first = part * numbers[offsets.first]!;
  const second = part * numbers[offsets.second]!;
  args.length = count;
  for (let k = 0; k < count; k++) args[k] = numbers[k]!;
  if (first > 0) { for (let k = 1; k < 4; k++) args[k]! += first; }
  if (second > 0) { for (let k = 4; k < 7; k++) args[k]! += second; }
  if (grain > 0) {
    const [from, to] = [args[count - 2]!, args[count - 1]!];
    const units = Math.ceil((to - from) / grain);
    const start = from + Math.floor(units * part / parts) * grain;
    const end = Math.min(to, from + Math.floor(units * (part + 1) / parts) * grain);
    if (start >= end) return;
    args[count - 2] = start;
    args[count - 1] = end;
    if (scratchBytes > 0) args[count - 3]! += part * scratchBytes;
  }
  kernels[words[offsets.kernel]!]!(...args);
}

/**
 * What a worker does: it waits for a call, makes its part unless the caller took it over, and reports it, until a negative
 * call ends it. The text that defines `openHost` stands before it.
 */
const SERVE = `
const runPart = ${runPart};
function serve({ module, memory, control, unclaimed, names, offsets, part, parts }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const hosted = openHost?.(memory).kernels; // shared memory never moves
  const kernels = names.map((name) => hosted?.[name] ?? exports[name]);
  const words = new Int32Array(control, 0, ${WORDS});
  const numbers = new Float64Array(control, ${4 * WORDS}, ${NUMBERS});
  const args = [];
  let call = 0;
  port.postMessage("ready");
  while (true) {
    let spins = 0;
    while (Atomics.load(words, ${CALL}) === call) {
      if (++spins > ${SPINS}) Atomics.wait(words, ${CALL}, call);
    }
    call = Atomics.load(words, ${CALL});
    if (call < 0) return port.close();
    if (Atomics.exchange(unclaimed, part, 0) === 0) continue;
    try {
      runPart(kernels, words, numbers, offsets, args, part, parts);
    } catch {
      Atomics.store(words, ${FAILED}, 1);
    }
    if (Atomics.sub(words, ${PENDING}, 1) === 1) Atomics.notify(words, ${PENDING});
  }
}
`;

/** The program of a worker of the web, and of one of Node. */
const WEB_WORKER = `const port = globalThis;${SERVE}onmessage = ({ data }) => serve(data);`;
const NODE_WORKER =
  `const port = process.getBuiltinModule("node:worker_threads").parentPort;${SERVE}port.once("message", serve);`;

/** What begins a worker's program: who opens kernels of its own. */
const hostText = (host: KernelHost | undefined) => `const openHost = ${host?.program};\n`;

/** A worker, of the web or of Node. */
interface Thread {
  postMessage(message: unknown): void;
  terminate(): unknown;
  /** Lets a program end that has nothing else to do; Node's and Bun's have it. */
  unref?(): void;
}

/** What is used of Node's `worker_threads`. */
interface NodeThreads {
  readonly Worker: new (code: string, options: { eval: true }) => Thread & {
    on(event: "message", listener: () => void): void;
    on(event: "error", listener: (error: Error) => void): void;
  };
}

/** Node's workers, where there are any. They are found without an import, which a bundler would follow. */
function nodeThreads(): NodeThreads | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  return process?.getBuiltinModule?.("node:worker_threads") as NodeThreads | undefined;
}

/** Starts a worker of the web where there are such, or else of Node. */
function startThread(
  host: KernelHost | undefined,
  onReady: () => void,
  onError: (message: string) => void,
): Thread {
  if (typeof Worker === "undefined") {
    const worker = new (nodeThreads()!.Worker)(hostText(host) + NODE_WORKER, { eval: true });
    worker.on("message", onReady);
    worker.on("error", ({ message }) => onError(message));
    return worker;
  }
  // A page shares no memory with a worker of a `data:` URL, and a program of `deno compile` has no other.
  const isPage = !("Deno" in globalThis);
  const program = hostText(host) + WEB_WORKER;
  const url = isPage
    ? URL.createObjectURL(new Blob([program], { type: "text/javascript" }))
    : `data:text/javascript,${encodeURIComponent(program)}`;
  const worker: Worker & Thread = new Worker(url, { type: "module" });
  worker.onmessage = () => {
    if (isPage) URL.revokeObjectURL(url);
    onReady();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    onError(event.message || "no reason is given"); // a policy gives none
  };
  return worker;
}

/** Whether this thread may sleep; a page's own may not. */
function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}

/** What a platform lacks for workers: a page without isolation has no shared memory. */
export function missingForWorkers(): string | undefined {
  if (typeof Worker === "undefined" && nodeThreads() === undefined) {
    return "there are no workers here";
  }
  if (typeof SharedArrayBuffer === "undefined") {
    return "memory cannot be shared here, which takes a cross-origin isolated page";
  }
  return undefined;
}

/** How workers behave. */
interface PoolOptions {
  /** How long a kernel may take, in milliseconds. */
  readonly patience?: number | undefined;
  /** Who has kernels of its own. */
  readonly host?: KernelHost | undefined;
  /** Called once if a worker does not start; the pool is then closed. Default: that is an error at the next call. */
  readonly onRefused?: ((reason: string) => void) | undefined;
}

/** Workers on one memory. */
export class WorkerPool {
  readonly #workers: Thread[];
  readonly #names: readonly string[];
  readonly #kernelIndices: ReadonlyMap<string, number>;
  readonly #kernels: ((...numbers: number[]) => void)[];
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #numbers: Float64Array<SharedArrayBuffer>;
  /** 1 for each part of the call that nobody has begun, else 0. */
  readonly #unclaimed: Int32Array<SharedArrayBuffer>;
  readonly #args: number[] = [];
  readonly #patience: number;
  readonly #maySleep: boolean;
  readonly #onRefused: ((reason: string) => void) | undefined;
  #ready = 0;
  #calls = 0;
  #begun = false; // whether the last call has not been waited for
  #broken: string | undefined;

  /**
   * Starts workers. They need a turn of the event loop before they take part, see {@linkcode WorkerPool.ready}.
   * @param kernels the caller's
   * @param memory shared
   * @param size how many workers besides the caller
   * @throws {Error} if a worker is refused at once
   */
  constructor(
    kernels: Kernels,
    memory: WebAssembly.Memory,
    size: number,
    { patience = KERNEL_TIMEOUT_MS, host, onRefused }: PoolOptions = {},
  ) {
    this.#onRefused = onRefused;
    const names = this.#names = Object.keys(kernels);
    this.#kernelIndices = new Map(names.map((name, k) => [name, k]));
    this.#kernels = Object.values(kernels);
    this.#patience = patience;
    this.#maySleep = maySleep();
    const control = new SharedArrayBuffer(4 * WORDS + 8 * NUMBERS);
    this.#words = new Int32Array(control, 0, WORDS);
    this.#numbers = new Float64Array(control, 4 * WORDS, NUMBERS);
    const unclaimed = this.#unclaimed = new Int32Array(new SharedArrayBuffer(4 * (size + 1)));
    const module = kernelModule(true);
    this.#workers = Array.from({ length: size }, (_, k) => {
      const worker = startThread(host, () => this.#ready++, (message) => this.#fail(message));
      worker.unref?.();
      const shared = { memory, control, unclaimed, offsets: OFFSETS };
      worker.postMessage({ module, ...shared, names, part: k + 1, parts: size + 1 });
      return worker;
    });
  }

  /** Takes note of a dead worker. Before all have started none was waited for, and the engine can do without the pool. */
  #fail(message: string): void {
    if (this.ready) return void (this.#broken ??= message);
    this.#broken = `it did not start: ${message}`;
    if (this.#onRefused === undefined) return;
    this.close();
    this.#onRefused(message);
  }

  /** How many take part, the caller too. */
  get size(): number {
    return this.#workers.length + 1;
  }

  /**
   * Whether all workers have started; until then the caller works alone, with the same result. It is true too
   * when one has died, which the next call reports.
   */
  get ready(): boolean {
    return this.#broken !== undefined || this.#ready === this.#workers.length;
  }

  /**
   * Runs a kernel, each worker on its part of the range.
   * @throws {Error} if a worker has died
   */
  run(kernel: keyof Kernels, args: readonly number[], split: Split): void {
    this.begin(kernel, args, split);
    this.finish();
  }

  /**
   * Makes the caller's part of a kernel, and leaves the workers at theirs; the next call waits for them.
   * @throws {Error} if a worker has died
   */
  begin(kernel: keyof Kernels, args: readonly number[], split: Split): void {
    this.finish();
    const [words, numbers] = [this.#words, this.#numbers];
    for (let k = 0; k < args.length; k++) numbers[k] = args[k]!;
    const [first = 0, second = 0] = split.copies ?? [];
    numbers[SCRATCH] = split.scratchBytes ?? 0;
    numbers[FIRST_COPY] = first;
    numbers[SECOND_COPY] = second;
    words[KERNEL] = this.#kernelIndices.get(kernel)!;
    words[COUNT] = args.length;
    words[GRAIN] = split.grain;
    this.#begun = true;
    this.#calls = (this.#calls + 1) % MAX_CALLS;
    Atomics.store(words, PENDING, this.#workers.length);
    // After all that describes the call: who claims a part reads it.
    for (let part = 1; part < this.size; part++) Atomics.store(this.#unclaimed, part, 1);
    Atomics.store(words, CALL, this.#calls);
    Atomics.notify(words, CALL);
    runPart(this.#kernels, words, numbers, OFFSETS, this.#args, 0, this.size);
  }

  /**
   * Waits until the workers have made their parts.
   * @throws {Error} if a worker has died
   */
  finish(): void {
    const words = this.#words;
    if (this.#broken !== undefined) {
      throw new Error(`Cannot continue: a worker died (${this.#broken})`);
    }
    if (!this.#begun) return;
    this.#wait();
    this.#begun = false;
    if (Atomics.exchange(words, FAILED, 0) === 0) return;
    const name = this.#names[words[KERNEL]!];
    throw new Error(`Cannot continue: the kernel ${name} failed in a worker`);
  }

  /** Makes the parts that no worker has begun: the core of such a worker may be busy with another program. */
  #takeOver(): void {
    const words = this.#words;
    for (let part = 1; part < this.size && Atomics.load(words, PENDING) > 0; part++) {
      if (Atomics.exchange(this.#unclaimed, part, 0) === 0) continue;
      try {
        runPart(this.#kernels, words, this.#numbers, OFFSETS, this.#args, part, this.size);
      } finally {
        Atomics.sub(words, PENDING, 1);
      }
    }
  }

  /**
   * Waits until the workers have finished: it checks for a while, then sleeps. A page's own thread may not sleep and goes
   * on checking.
   */
  #wait(): void {
    const words = this.#words;
    this.#takeOver();
    for (let spins = 0; Atomics.load(words, PENDING) > 0; spins++) {
      if (spins < SPINS || !this.#maySleep && spins < MAX_SPINS) continue;
      const pending = Atomics.load(words, PENDING);
      if (pending === 0) return;
      if (
        !this.#maySleep || Atomics.wait(words, PENDING, pending, this.#patience) === "timed-out"
      ) {
        this.#broken = `no answer for ${this.#patience / 1000} s`;
        this.close();
        throw new Error(`Cannot continue: a worker died (${this.#broken})`);
      }
    }
  }

  /** Ends the workers, after what they have begun. */
  close(): void {
    try {
      if (this.#begun && this.#broken === undefined) this.#wait();
    } catch {
      // A worker died, which the next call reports.
    }
    this.#begun = false;
    Atomics.store(this.#words, CALL, -1);
    Atomics.notify(this.#words, CALL);
    for (const worker of this.#workers) worker.terminate();
    this.#ready = 0;
  }
}
