/**
 * Takes down which kernels a batch calls, to call them again. Training makes the same calls with the same numbers for batch
 * after batch: only examples, their weights and an optimizer's scalars are others, and these lie in memory. @module
 */

import type { Recorded, Recorder, Recording } from "../engine.ts";
import type { Block } from "./arena.ts";
import type { Context } from "./context.ts";
import type { Kernels } from "./kernels.ts";
import type { Store } from "./store.ts";
import type { Call, Contents, Join } from "./tape.ts";

type Kernel = (...numbers: number[]) => void;

/** Records what an engine's kernels are called for. */
export class KernelRecorder implements Recorder {
  readonly #context: Context;
  readonly #own: { readonly [kernel: string]: Kernel };
  readonly #recording: { readonly [kernel: string]: Kernel };
  readonly #join: (calls: readonly Call[]) => () => void;

  /** @param join of who has kernels outside of WebAssembly */
  constructor(context: Context, join: Join | undefined) {
    const { kernels, tape } = context;
    this.#context = context;
    this.#own = { ...kernels } as unknown as { [kernel: string]: Kernel };
    this.#recording = Object.fromEntries(
      Object.entries(this.#own).map(([name, kernel]) => [name, (...args: number[]) => {
        tape.contents?.calls.push([name as keyof Kernels, args]);
        kernel(...args);
      }]),
    );
    this.#join = (calls) => join?.(calls) ?? joinCalls(kernels, calls);
  }

  record(rows: number, learn: () => number): Recorded {
    const { kernels, tape, store } = this.#context;
    tape.contents = { calls: [], panels: [], scalars: [] };
    Object.assign(kernels, this.#recording);
    try {
      const cost = learn();
      const { contents } = tape;
      if (contents?.calls.at(-1)?.[0] !== "meanCost") return { cost };
      return { cost, recording: new RecordedCalls(contents, rows, store, this.#join) };
    } finally {
      Object.assign(kernels, this.#own);
      tape.contents = undefined;
    }
  }
}

/** The most numbers that a kernel takes. */
const MOST = 20;

/** One function of calls, which makes one after the other. */
function joinCalls(kernels: Kernels, calls: readonly Call[]): () => void {
  const bound = calls.map(([name, args]) => {
    const kernel = kernels[name] as Kernel;
    const [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = [
      ...args,
      ...new Array<number>(MOST - args.length).fill(0),
    ] as number[] & { length: 20 };
    // deno-fmt-ignore
    return () => kernel(a!, b!, c!, d!, e!, f!, g!, h!, i!, j!, k!, l!, m!, n!, o!, p!, q!, r!, s!, t!);
  });
  return () => {
    for (let k = 0; k < bound.length; k++) bound[k]!();
  };
}

/** The calls of a batch, with the places of what is another for each batch. */
export class RecordedCalls implements Recording {
  readonly #contents: Contents;
  readonly #rows: number;
  readonly #examples: Block<Uint32Array>;
  readonly #weights: Block<Float32Array>;
  readonly #mean: Block<Float64Array>;
  #run: (() => void) | undefined;
  readonly #join: (calls: readonly Call[]) => () => void;

  /** Of a tape, with the places as they are right after it. */
  constructor(
    contents: Contents,
    rows: number,
    store: Store,
    join: (calls: readonly Call[]) => () => void,
  ) {
    this.#contents = contents;
    this.#rows = rows;
    this.#examples = store.examples(rows);
    this.#weights = store.weights(rows);
    this.#mean = store.meanCost();
    this.#join = join;
  }

  equals(other: Recording): boolean {
    if (!(other instanceof RecordedCalls)) return false;
    const [{ calls }, { calls: others }] = [this.#contents, other.#contents];
    return calls.length === others.length && calls.every(([kernel, args], k) => {
      const [otherKernel, otherArgs] = others[k]!;
      return kernel === otherKernel && args.every((number, i) => number === otherArgs[i]);
    });
  }

  isReady(): boolean {
    const { panels } = this.#contents;
    for (let k = 0; k < panels.length; k++) if (!panels[k]!.take()) return false;
    return true;
  }

  repeat(
    order: Uint32Array,
    start: number,
    weights: Float32Array | undefined,
    scalars: readonly (readonly number[])[],
  ): number {
    const examples = this.#examples.view;
    for (let r = 0; r < this.#rows; r++) examples[r] = order[start + r]!;
    if (weights !== undefined) {
      const room = this.#weights.view;
      for (let r = 0; r < this.#rows; r++) room[r] = weights[order[start + r]!]!;
    }
    const places = this.#contents.scalars;
    for (let k = 0; k < places.length; k++) places[k]!.view.set(scalars[k]!);
    this.#run ??= this.#join(this.#contents.calls);
    this.#run();
    return this.#mean.view[0]!;
  }
}
