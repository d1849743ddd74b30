/**
 * Workers that share the engine's memory and each make a part of a kernel's independent results.
 *
 * A kernel's call is written into shared memory, and a counter wakes the workers. They are there only for as long as a
 * kernel runs: between two they look at the counter for some microseconds, then sleep, which costs nothing. The caller
 * makes a part as well and waits for the others.
 *
 * @module
 */

import { KERNEL_NAMES, kernelModule, type KernelName, type Kernels } from "./instantiate.ts";

/** The places of the control words. */
const CALL = 0; // counts the calls; workers sleep on it
const PENDING = 1; // the workers that have not finished the call; the caller sleeps on it
const KERNEL = 2; // which kernel
const AT = 3; // the place of the range among the arguments
const COUNT = 4; // how many arguments
const GRAIN = 5; // the size of what must not be cut, in elements
const SCRATCH = 6; // the place of the address of scratch memory, or −1
const FAILED = 7; // whether a kernel threw
const WORDS = 8;

/** As many arguments as a kernel can have, and one more: how far apart the scratch memory of two workers is. */
const ARGUMENTS = 24;
const BYTES = ARGUMENTS - 1;

/** The number of each kernel. */
const NUMBERS: ReadonlyMap<KernelName, number> = new Map(KERNEL_NAMES.map((name, k) => [name, k]));

/** How often a worker looks for the next call before it sleeps: about 20 microseconds. */
const SPINS = 4000;

/** How often a thread that may not sleep looks before it gives up: a minute or more. */
const MOST_SPINS = 20_000_000_000;

/** How long a kernel may take before its worker is taken for dead, in milliseconds. */
const PATIENCE = 60_000;

/** How a kernel's work is cut. */
export interface Split {
  /** The place of the range among the arguments: `from` there, and `to` after it. */
  readonly at: number;
  /** The size of what must not be cut, in elements. */
  readonly grain: number;
  /** The place of the address of scratch memory, of which each worker has its own, so many bytes apart. */
  readonly scratch?: { readonly at: number; readonly bytes: number };
}

/** Runs a kernel of about so many multiplications, alone or shared. */
export type Run = (
  kernel: KernelName,
  args: readonly number[],
  split: Split,
  products: number,
) => void;

/** Where the numbers of a call are, for {@linkcode runPart}. */
const PLACES = {
  kernel: KERNEL,
  range: AT,
  count: COUNT,
  grain: GRAIN,
  scratch: SCRATCH,
  bytes: BYTES,
} as const;

/**
 * The part of a worker: the same in the pool and, as text, in each worker, so that it must name nothing outside it: a
 * minifier may rename that. Shared kernels take some dozens of microseconds, so that it must be quick too.
 *
 * @param args room for the arguments
 */
function runPart(
  kernels: readonly ((...numbers: number[]) => void)[],
  words: Int32Array,
  numbers: Float64Array,
  places: typeof PLACES,
  args: number[],
  part: number,
  parts: number,
): void {
  const at = words[places.range]!;
  const grain = words[places.grain]!;
  const scratch = words[places.scratch]!;
  args.length = words[places.count]!;
  for (let k = 0; k < args.length; k++) args[k] = numbers[k]!;
  const [from, to] = [args[at]!, args[at + 1]!];
  const units = Math.ceil((to - from) / grain);
  const start = from + Math.floor(units * part / parts) * grain;
  const end = from + Math.floor(units * (part + 1) / parts) * grain;
  if (start >= Math.min(end, to)) return;
  args[at] = start;
  args[at + 1] = Math.min(end, to);
  if (scratch >= 0) args[scratch]! += part * numbers[places.bytes]!;
  kernels[words[places.kernel]!]!(...args);
}

/** What a worker does: waits for a call, makes its part, says so. */
const WORKER = `
const runPart = ${runPart};
onmessage = ({ data: { module, memory, control, names, places, part, parts } }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = names.map((name) => exports[name]);
  const words = new Int32Array(control, 0, ${WORDS});
  const numbers = new Float64Array(control, ${4 * WORDS}, ${ARGUMENTS});
  const args = [];
  let call = 0;
  postMessage("ready");
  while (true) {
    let spins = 0;
    while (Atomics.load(words, ${CALL}) === call) {
      if (++spins > ${SPINS}) Atomics.wait(words, ${CALL}, call);
    }
    call = Atomics.load(words, ${CALL});
    if (call < 0) return close();
    try {
      runPart(kernels, words, numbers, places, args, part, parts);
    } catch {
      Atomics.store(words, ${FAILED}, 1);
    }
    if (Atomics.sub(words, ${PENDING}, 1) === 1) Atomics.notify(words, ${PENDING});
  }
};
`;

/** Whether this thread may sleep; a page's own may not. */
function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}

/** What a platform lacks for workers: Node has none of the web's, a page without isolation no shared memory. */
export function missingForWorkers(): string | undefined {
  if (typeof Worker === "undefined") return "there are no web workers here";
  if (typeof SharedArrayBuffer === "undefined") {
    return "memory cannot be shared here, which takes a cross-origin isolated page";
  }
  return undefined;
}

/** Workers on one memory. */
export class WorkerPool {
  readonly #workers: Worker[];
  readonly #kernels: Kernels[KernelName][];
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #numbers: Float64Array<SharedArrayBuffer>;
  readonly #args: number[] = [];
  readonly #patience: number;
  readonly #maySleep: boolean;
  #ready = 0;
  #broken: string | undefined;

  /**
   * Starts workers; they take part from a turn of the event loop on, see {@linkcode WorkerPool.ready}.
   *
   * @param kernels the caller's
   * @param memory shared
   * @param size how many workers besides the caller
   * @param patience how long a kernel may take, in milliseconds
   */
  constructor(kernels: Kernels, memory: WebAssembly.Memory, size: number, patience = PATIENCE) {
    this.#kernels = KERNEL_NAMES.map((name) => kernels[name]);
    this.#patience = patience;
    this.#maySleep = maySleep();
    const control = new SharedArrayBuffer(4 * WORDS + 8 * ARGUMENTS);
    this.#words = new Int32Array(control, 0, WORDS);
    this.#numbers = new Float64Array(control, 4 * WORDS, ARGUMENTS);
    const url = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
    const module = kernelModule(true);
    this.#workers = Array.from({ length: size }, (_, k) => {
      const worker = new Worker(url, { type: "module" });
      worker.onmessage = () => {
        if (++this.#ready === size) URL.revokeObjectURL(url);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        this.#broken = event.message;
      };
      const [part, parts] = [k + 1, size + 1];
      const names = KERNEL_NAMES;
      worker.postMessage({ module, memory, control, names, places: PLACES, part, parts });
      return worker;
    });
  }

  /** How many take part, the caller too. */
  get size(): number {
    return this.#workers.length + 1;
  }

  /** Whether all workers are there; until then the caller works alone, with the same result. */
  get ready(): boolean {
    return this.#ready === this.#workers.length;
  }

  /**
   * Runs a kernel, each worker on its part of the range.
   *
   * @throws {Error} if a worker has died
   */
  run(kernel: KernelName, args: readonly number[], split: Split): void {
    const [words, numbers] = [this.#words, this.#numbers];
    if (this.#broken !== undefined) {
      throw new Error(`Cannot go on: a worker died (${this.#broken})`);
    }
    for (let k = 0; k < args.length; k++) numbers[k] = args[k]!;
    numbers[BYTES] = split.scratch?.bytes ?? 0;
    words[KERNEL] = NUMBERS.get(kernel)!;
    words[AT] = split.at;
    words[COUNT] = args.length;
    words[GRAIN] = split.grain;
    words[SCRATCH] = split.scratch?.at ?? -1;
    Atomics.store(words, PENDING, this.#workers.length);
    Atomics.add(words, CALL, 1);
    Atomics.notify(words, CALL);
    runPart(this.#kernels, words, numbers, PLACES, this.#args, 0, this.size);
    this.#wait();
    if (Atomics.exchange(words, FAILED, 0) === 1) {
      throw new Error(`Cannot go on: the kernel ${kernel} failed in a worker`);
    }
  }

  /**
   * Waits until the workers have finished: looking for a while, then asleep. A page's own thread may not sleep, so it goes
   * on looking.
   */
  #wait(): void {
    const words = this.#words;
    for (let spins = 0; Atomics.load(words, PENDING) > 0; spins++) {
      if (spins < SPINS || !this.#maySleep && spins < MOST_SPINS) continue;
      const pending = Atomics.load(words, PENDING);
      if (pending === 0) return;
      if (
        !this.#maySleep || Atomics.wait(words, PENDING, pending, this.#patience) === "timed-out"
      ) {
        this.#broken = `no answer for ${this.#patience / 1000} s`;
        this.close();
        throw new Error(`Cannot go on: a worker died (${this.#broken})`);
      }
    }
  }

  /** Ends the workers. */
  close(): void {
    Atomics.store(this.#words, CALL, -1);
    Atomics.notify(this.#words, CALL);
    for (const worker of this.#workers) worker.terminate();
    this.#ready = 0;
  }
}
