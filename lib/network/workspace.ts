/** The buffers that a network works in: made once, and again only for a larger batch than any before. @module */

import type { Activation, Engine, Mask } from "../engine/engine.ts";
import type { Matrix, Rows } from "../engine/matrix.ts";
import type { Gradient } from "./batch.ts";
import { zeroParameters } from "./parameters.ts";

/** The activations, errors and gradient of a batch, and what is left of it after dropout. */
export class Workspace {
  /** a of each layer but the inputs, [batch, units]. */
  activations: Matrix[] = [];
  /** What each layer but the inputs took in: the inputs, or a of the layer before, after dropout. */
  readonly layerInputs: Rows[] = [];
  #z: Matrix[] = [];
  #deltas: Matrix[] = [];
  #droppedInputs: Rows[] = [];
  #gradient: Gradient | undefined;
  #capacity = -1; // less than any batch has
  #rows = 0;
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
      this.activations = this.#buffers();
      this.#z = [];
      this.#deltas = [];
      this.#droppedInputs = [];
    }
    this.#rows = rows;
    for (const buffer of this.activations) buffer.rows = rows;
  }

  /** δ of each layer but the inputs, [batch, units]; a network that only predicts has none. */
  get deltas(): readonly Matrix[] {
    if (this.#deltas.length === 0) this.#deltas = this.#buffers();
    for (const buffer of this.#deltas) buffer.rows = this.#rows;
    return this.#deltas;
  }

  /** Room for z of layer `l`, [batch, units], where f′ needs it; undefined where a is enough. */
  zFor(l: number, { needsZ }: Activation): Matrix | undefined {
    if (!needsZ) return undefined;
    const z = this.#z[l] ??= this.#engine.matrix(this.#capacity, this.#sizes[l + 1]!);
    z.rows = this.#rows;
    return z;
  }

  /** Room for the gradient; a network that learns in place has none. */
  get gradient(): Gradient {
    return this.#gradient ??= zeroParameters(this.#engine, this.#sizes);
  }

  #buffers(): Matrix[] {
    return this.#sizes.slice(1).map((units) => this.#engine.matrix(this.#capacity, units));
  }

  /** What layer `l` takes in: all of `x`, or what a mask leaves of it. */
  inputsFor(l: number, x: Rows, mask: Mask | undefined): Rows {
    if (mask === undefined) return this.layerInputs[l] = x;
    const room = this.layerInputs[l] = this.droppedInputsFor(l, x);
    this.#engine.dropout(room, x, mask);
    return room;
  }

  /** Room for what dropout leaves of it. */
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
