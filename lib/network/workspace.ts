/** The buffers that a network works in: made once, and again only for a larger batch than any before. @module */

import type { Engine } from "../engine/engine.ts";
import type { Matrix, Rows } from "../engine/matrix.ts";

/** The activations and errors of a batch, and what is left of it after dropout. */
export class Workspace {
  /** a of each layer but the inputs, [batch, units]. */
  activations: Matrix[] = [];
  /** δ of each layer but the inputs, [batch, units]. */
  deltas: Matrix[] = [];
  /** What each layer but the inputs took in: the inputs, or a of the layer before, after dropout. */
  readonly layerInputs: Rows[] = [];
  #droppedInputs: Rows[] = [];
  #capacity = 0;
  readonly #engine: Engine;
  readonly #sizes: readonly number[];

  /** The workspace of a network of these sizes, in the engine's memory. */
  constructor(engine: Engine, sizes: readonly number[]) {
    this.#engine = engine;
    this.#sizes = sizes;
  }

  /** Makes the buffers ready for a batch of `rows`. */
  resize(rows: number): void {
    if (rows > this.#capacity) {
      this.#capacity = rows;
      const buffers = () => this.#sizes.slice(1).map((units) => this.#engine.matrix(rows, units));
      this.activations = buffers();
      this.deltas = buffers();
      this.#droppedInputs = [];
    }
    for (const buffer of this.activations) buffer.rows = rows;
    for (const buffer of this.deltas) buffer.rows = rows;
  }

  /** Room for what dropout leaves of what layer `l` takes in. */
  droppedInputsFor(l: number, { kind, rows, columns }: Rows): Rows {
    if (this.#droppedInputs[l]?.kind !== kind) {
      const make = { matrix: "matrix", dense: "denseRows", sparse: "sparseRows" } as const;
      this.#droppedInputs[l] = this.#engine[make[kind]](this.#capacity, columns);
    }
    const room = this.#droppedInputs[l]!;
    room.rows = rows;
    return room;
  }
}
