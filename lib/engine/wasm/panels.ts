/**
 * Weights that learn by steps in place, in panels, one for each worker: a panel holds some of the columns, row after row.
 * A worker reads and writes its own panel alone, which so stays in its cache.
 *
 * @module
 */

import type { ArenaMatrix } from "./arena.ts";
import type { Kernels } from "./kernels.ts";

/** The floats of a cache line, and of a vector. */
const LINE = 16;
const VECTOR = 4;

/** Panels that are taken apart again before so many steps are not worth it, */
const WORTH = 20;

/** and are then not made for so many steps. */
const REST = 1000;

/** The columns of a matrix, in panels for as long as nobody asks for its rows. */
export class Panels {
  /** How many there are. */
  readonly count: number;
  /** The bytes between the rows of a panel. */
  readonly stride: number;
  /** Where the first is. */
  readonly address: number;
  readonly #matrix: ArenaMatrix<"matrix">;
  readonly #kernels: Kernels;
  #inUse = false;
  #steps = 0;
  #rest = 0;

  /** Makes room for the panels of a matrix, one for each worker. */
  constructor(matrix: ArenaMatrix<"matrix">, kernels: Kernels, workers: number) {
    const { rows, columns, arena } = matrix;
    const vectors = Math.ceil(columns / VECTOR);
    this.count = Math.min(vectors, workers);
    const widest = VECTOR * Math.ceil(vectors / this.count);
    this.stride = 4 * LINE * Math.ceil(widest / LINE);
    this.#matrix = matrix;
    this.#kernels = kernels;
    this.address = arena.allocate(this.size * this.count);
  }

  /** The bytes of a panel. */
  get size(): number {
    return this.#matrix.rows * this.stride;
  }

  /** Whether the elements are in the panels, and not in the matrix. */
  get inUse(): boolean {
    return this.#inUse;
  }

  /** Makes ready for a step: moves the elements here, unless others ask for them too often. */
  take(): boolean {
    if (!this.#inUse) {
      if (this.#rest-- > 0) return false;
      const { rows, columns, address } = this.#matrix;
      this.#kernels.packPanels(this.address, this.stride, this.count, address, rows, columns);
      this.#inUse = true;
      this.#steps = 0;
      this.#matrix.bringBack = () => this.#bringBack();
    }
    this.#steps++;
    return true;
  }

  #bringBack(): void {
    this.#matrix.bringBack = undefined;
    this.#inUse = false;
    this.#rest = this.#steps < WORTH ? REST : 0;
    const { rows, columns, address } = this.#matrix;
    this.#kernels.unpackPanels(address, this.address, this.stride, this.count, rows, columns);
  }
}
