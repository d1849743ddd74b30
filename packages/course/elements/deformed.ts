/** `<ink-deformed>`: digits, and below them how training with deformed images meets them in an epoch. @module */

import { Dataset, type DatasetBatch } from "../../../mod.ts";
import { Augmentation } from "../../../lib/train/mod.ts";
import { contextOf, create } from "../../page/elements.ts";
import { loadDigitsHere } from "./digits_learner.ts";
import { Figure } from "./figure.ts";

/** The pixels of an image along a side, and between two images. */
const [SIDE, SPACE] = [28, 2];

/** One of each digit. */
const DIGITS = 10;

/** How smooth elastic distortions are, in pixels (Simard, Steinkraus and Platt 2003). */
const SIGMA = 4;

/** The last epoch that is shown. */
const MAX_EPOCH = 1000;

type Names = "shift" | "rotation" | "scale" | "elastic";

export class InkDeformed extends Figure<Names> {
  protected readonly name = "Ten digits, and below them the same digits as training meets them";
  protected override readonly pace = 3;
  protected readonly declared = {
    shift: { label: "Shift, pixels", value: 1, least: 0, most: 8, step: 1 },
    rotation: { label: "Rotation, degrees", value: 10, least: 0, most: 180, step: 5 },
    scale: { label: "Scale", value: 0.1, least: 0, most: 0.5, step: 0.05 },
    elastic: { label: "Elastic, strength", value: 0, least: 0, most: 100, step: 2 },
  };
  readonly #canvas = create("canvas", { role: "img", ariaLabel: this.name, className: "pixels" });
  #digits: Dataset | undefined;
  #epoch = 1;

  protected async start(): Promise<void> {
    this.stage.replaceChildren(this.#canvas);
    const { training } = await loadDigitsHere();
    const pixels = new Uint8Array(DIGITS * SIDE * SIDE);
    for (let digit = 0; digit < DIGITS; digit++) {
      const start = training.labels.indexOf(digit) * SIDE * SIDE;
      pixels.set(training.inputs.subarray(start, start + SIDE * SIDE), digit * SIDE * SIDE);
    }
    const labels = Uint8Array.from({ length: DIGITS }, (_, digit) => digit);
    const shape = [SIDE, SIDE];
    this.#digits = new Dataset({ pixels, labels, shape, features: SIDE * SIDE, classes: DIGITS });
    this.#epoch = 1;
  }

  protected advance(): boolean {
    this.#epoch++;
    return this.#epoch < MAX_EPOCH;
  }

  /** Paints images side by side, as ink on paper. */
  #paint(images: Float32Array, top: number): void {
    const image = new ImageData(DIGITS * (SIDE + SPACE) - SPACE, SIDE);
    image.data.fill(255);
    for (let k = 0; k < DIGITS; k++) {
      for (let p = 0; p < SIDE * SIDE; p++) {
        const at = Math.floor(p / SIDE) * image.width + k * (SIDE + SPACE) + p % SIDE;
        image.data.fill(255 * (1 - images[k * SIDE * SIDE + p]!), 4 * at, 4 * at + 3);
      }
    }
    contextOf(this.#canvas).putImageData(image, 0, top);
  }

  protected draw(): void {
    if (this.#digits === undefined) return;
    this.#canvas.width = DIGITS * (SIDE + SPACE) - SPACE;
    this.#canvas.height = 2 * SIDE + SPACE;
    const options = {
      shift: this.number("shift"),
      rotation: this.number("rotation"),
      scale: this.number("scale"),
      elastic: this.number("elastic") > 0 ? { sigma: SIGMA, alpha: this.number("elastic") } : null,
    };
    const augmentation = new Augmentation(options, this.#digits, 1);
    const rows = { shuffle: false, epoch: this.#epoch };
    for (const { inputs } of this.#digits.batches(DIGITS, rows)) this.#paint(dense(inputs), 0);
    for (const { inputs } of this.#digits.batches(DIGITS, { ...rows, augmentation })) {
      this.#paint(dense(inputs), SIDE + SPACE);
    }
  }

  protected describe(): string {
    return `Below: the digits in epoch ${this.#epoch}.`;
  }

  protected override onSetting(): void {
    if (this.#digits !== undefined) this.show();
  }
}

/** All elements of rows, row-major, of which only those other than 0 may be stored. */
function dense(rows: DatasetBatch["inputs"]): Float32Array {
  if (rows.kind === "dense") return rows.values;
  const { starts, indices, values, columns } = rows;
  const elements = new Float32Array(rows.rows * columns);
  for (let r = 0; r < rows.rows; r++) {
    for (let k = starts[r]!; k < starts[r + 1]!; k++) {
      elements[r * columns + indices[k]!] = values[k]!;
    }
  }
  return elements;
}
