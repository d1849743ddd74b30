/** `<ink-network>`: a network drawn with its weights while it learns, and an example that runs through it. @module */

import { type DataRows, dataRows, Dataset, Network } from "../../../mod.ts";
import { contextOf, create } from "../../page/elements.ts";
import { activationsOf } from "./backprop_pass.ts";
import { loadDigitsHere } from "./digits_learner.ts";
import { Figure } from "./figure.ts";
import { sheetOf } from "./figure_style.ts";
import { drawNetwork, shownInputs } from "./network_drawing.ts";
import { decimal } from "./numbers.ts";
import type { Setting } from "./settings.ts";

/** Exclusive or: whether one of two is 1, and not the other. */
const XOR = Dataset.from({
  inputs: [[0, 0], [0, 1], [1, 0], [1, 1]],
  labels: ["0", "1", "1", "0"],
});

/** Digits a mini-batch; of the four examples of exclusive or all. */
const BATCH_SIZE = 10;

/** How many epochs are learned. */
const EPOCHS = { digits: 10, xor: 2000 } as const;

/** How many test examples are counted, and how many of them anew after each mini-batch: all would take long. */
const [TESTED, TESTED_AT_ONCE] = [200, 8];

/** The height of the drawing, in pixels. */
const HEIGHT = 380;

const STYLE = `
canvas { width: 100%; height: ${HEIGHT}px; }
.legend { margin: 0 0 8px; font-size: 15px; color: var(--muted, #5a6270); }
`;

type Name = "task" | "hidden" | "rate" | "example";

/** A network with one hidden layer, its weights as lines, while it learns digits or exclusive or. */
export class InkNetwork extends Figure<Name> {
  protected readonly name = "A network with its weights";
  protected override readonly pace = 120;
  protected readonly declared: Readonly<Record<Name, Setting>> = {
    task: {
      label: "Learns",
      value: "digits",
      options: [
        { value: "digits", text: "digits" },
        { value: "xor", text: "exclusive or" },
      ],
    },
    hidden: { label: "Hidden units", value: 30, least: 2, most: 50, step: 1 },
    rate: { label: "Learning rate η", value: 3, least: 0.1, most: 10, step: 0.1 },
    example: { label: "Example", value: 1, least: 1, most: 100, step: 1 },
  };

  readonly #canvas = create("canvas", { role: "img", ariaLabel: this.name });
  readonly #legend = create("p", { className: "legend" });
  #data!: { readonly training: Dataset; readonly test: Dataset };
  #network!: Network;
  #batches!: Iterator<unknown>;
  #batchCount = 0;
  #parts: TestedPart[] = [];

  protected async start(): Promise<void> {
    if (this.#canvas.parentElement === null) {
      this.shadowRoot!.adoptedStyleSheets.push(sheetOf(STYLE));
      new ResizeObserver(() => this.#network !== undefined && this.show()).observe(this.stage);
    }
    const isXor = this.choice("task") === "xor";
    const data = isXor ? { training: XOR, test: XOR } : await loadDigitsHere();
    const { features, outputs } = data.training;
    this.#data = data;
    this.#network = new Network([features, this.number("hidden"), outputs], { seed: 1 });
    this.#batchCount = 0;
    this.#batches = this.#learn(data.training, isXor ? EPOCHS.xor : EPOCHS.digits);
    this.#parts = partsOf(data.test);
    for (const k of this.#parts.keys()) this.#test(k);
    const drawn = shownInputs(features).length;
    const some = drawn < features ? ` ${drawn} of ${features} inputs are drawn.` : "";
    this.#legend.textContent =
      "Lines are weights: thick ones are strong, dashed ones are negative." + some;
    this.stage.replaceChildren(this.#legend, this.#canvas);
  }

  protected override onSetting(name: Name): void {
    if (name === "example") this.show();
    else super.onSetting(name);
  }

  /** Learns a mini-batch at a time. */
  *#learn(training: Dataset, epochs: number): Generator<undefined> {
    const network = this.#network;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const batch of training.batches(BATCH_SIZE, { epoch, engine: network.engine })) {
        network.updateMiniBatch(batch, this.number("rate"));
        yield;
      }
    }
  }

  protected advance(): boolean {
    if (this.#batches.next().done ?? false) {
      for (const k of this.#parts.keys()) this.#test(k);
      return false;
    }
    this.#test(this.#batchCount++ % this.#parts.length);
    return true;
  }

  /** Counts the right answers in a part of the test examples. */
  #test(k: number): void {
    const part = this.#parts[k]!;
    const { columns, values } = this.#network.feedforward(part.inputs);
    part.correct = part.labels.filter((label, row) => {
      const outputs = values.subarray(row * columns, (row + 1) * columns);
      return outputs.indexOf(Math.max(...outputs)) === label;
    }).length;
  }

  get #names(): readonly string[] {
    const { classNames, classes } = this.#data.test;
    return classNames ?? Array.from({ length: classes }, (_, k) => String(k));
  }

  /** The number of the example that runs through, from 0 on. */
  get #example(): number {
    return (this.number("example") - 1) % this.#data.test.size;
  }

  protected draw(detail: number): void {
    const { clientWidth: width } = this.stage;
    const scale = devicePixelRatio;
    const canvas = this.#canvas;
    if (canvas.width !== Math.round(width * scale)) {
      Object.assign(canvas, {
        width: Math.round(width * scale),
        height: Math.round(HEIGHT * scale),
      });
    }
    const context = contextOf(canvas);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const style = getComputedStyle(this);
    const color = (name: string, otherwise: string) =>
      style.getPropertyValue(name).trim() || otherwise;
    drawNetwork(context, {
      width,
      height: HEIGHT,
      detail,
      network: this.#network,
      activations: this.#activations(),
      names: this.#names,
      colors: {
        ink: style.color,
        page: color("--page", "#fff"),
        plus: color("--series-1", "#1d5fbf"),
        minus: color("--series-2", "#b3560b"),
      },
    });
  }

  #activations(): Float32Array[] {
    return activationsOf(this.#network, inputsOf(this.#data.test, this.#example));
  }

  protected describe(): string {
    const { test } = this.#data;
    const outputs = this.#activations().at(-1)!;
    const best = outputs.indexOf(Math.max(...outputs));
    const [k, names] = [this.#example, this.#names];
    const tested = Math.min(TESTED, test.size);
    const correct = this.#parts.reduce((sum, part) => sum + part.correct, 0);
    const learned = this.#batchCount * Math.min(BATCH_SIZE, this.#data.training.size);
    const label = names[test.labels![k]!]!;
    const answer = `${names[best]!}, with ${decimal(outputs[best]!)}`;
    return `Example ${k + 1} is ${label}; the network answers ${answer}. ` +
      `It learned from ${learned} examples. ${correct} of ${tested} test examples are right.`;
  }
}

/** Some test examples, and how many of them the network had right when it was last asked. */
interface TestedPart {
  readonly inputs: DataRows;
  readonly labels: Uint8Array | Uint16Array;
  correct: number;
}

function partsOf(test: Dataset): TestedPart[] {
  const size = Math.min(TESTED, test.size);
  return Array.from({ length: Math.ceil(size / TESTED_AT_ONCE) }, (_, part) => {
    const labels = test.labels.slice(part * TESTED_AT_ONCE, (part + 1) * TESTED_AT_ONCE);
    const rows = Array.from(labels, (_, row) => inputsOf(test, part * TESTED_AT_ONCE + row));
    return { inputs: dataRows(rows), labels, correct: 0 };
  });
}

/** The inputs of an example; bytes stand for shares of 255. */
function inputsOf({ inputs, features }: Dataset, k: number): ArrayLike<number> {
  const own = inputs.subarray(k * features, (k + 1) * features);
  return own instanceof Uint8Array ? Float32Array.from(own, (byte) => byte / 255) : own;
}
