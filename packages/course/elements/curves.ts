/** `<ink-curves>`: cost and accuracy on the digits that a network learns, and on test digits, epoch by epoch. @module */

import { Network } from "../../../mod.ts";
import { create } from "../../page/elements.ts";
import {
  learnDigits,
  learnOne,
  loadDigitsHere,
  type Measurement,
  type Work,
} from "./digits_learner.ts";
import { Figure } from "./figure.ts";
import { LineChart } from "./chart_marks.ts";
import { choiceOf } from "./settings.ts";

const [BATCH_SIZE, MAX_EPOCHS, LEARNING_RATE] = [10, 60, 0.5];

type Names = "size" | "hidden" | "l2" | "dropout";

export class InkCurves extends Figure<Names> {
  protected readonly name = "Cost and accuracy while a network learns digits";
  protected readonly declared = {
    size: choiceOf("Training digits", "300", ["100", "300", "1000", "3000"]),
    hidden: choiceOf("Hidden units", "30", ["10", "30", "100"]),
    l2: choiceOf("Penalty λ (L2)", "0", ["0", "0.1", "1", "3"]),
    dropout: choiceOf("Dropout", "0", ["0", "0.2", "0.5"]),
  };
  readonly #cost = chart("Cost");
  readonly #accuracy = chart("Accuracy in %", [0, 100]);
  #work: Generator<Work, void> | undefined;
  #measured: Measurement[] = [];
  #drawn = "";
  #every = 1;
  #steps = 0;
  #measuring = 0;

  protected async start(): Promise<void> {
    const charts = [this.#cost.element, this.#accuracy.element];
    this.stage.replaceChildren(create("div", { className: "charts" }, ...charts));
    const { training, test } = await loadDigitsHere();
    const size = Math.min(this.number("size"), training.size);
    const network = new Network([training.features, this.number("hidden"), training.outputs], {
      initializer: "scaledNormal",
      cost: "crossEntropy",
    });
    const every = Math.ceil(size / BATCH_SIZE);
    this.#measured = [];
    this.#drawn = "";
    [this.#every, this.#steps] = [every, 0];
    const measured = this.#measured;
    const [l2, dropout] = [this.number("l2"), this.number("dropout")];
    this.#work = learnDigits(
      network,
      { training: training.subset(0, size), test },
      () => ({ learningRate: LEARNING_RATE, l2, dropout }),
      {
        every,
        steps: every * MAX_EPOCHS,
        withTraining: true,
        onMeasured: (measurement) =>
          measured.push({ ...measurement, step: measurement.step / every }),
        onMeasuring: (share) => this.#measuring = share,
      },
    );
    this.#work.next(); // compiles what frames then only call
  }

  protected advance(): boolean {
    const { value, done = false } = this.#work!.next();
    if (value === "learned") this.#steps++;
    return !done;
  }

  /** A mini-batch, after what is measured before it: one press is one step. */
  protected override stepOnce(): boolean {
    const goesOn = learnOne(this.#work!);
    if (goesOn) this.#steps++;
    return goesOn;
  }

  protected draw(detail: number): void {
    const drawn = `${this.#measured.length} ${detail}`;
    if (this.#drawn === drawn) return; // most steps measure nothing
    this.#drawn = drawn;
    const parts = ["training", "test"] as const;
    const lines = (valueOf: (score: { cost: number; accuracy: number }) => number) =>
      parts.map((part) =>
        this.#measured.map((measured) => [measured.step, valueOf(measured[part]!)] as const)
      );
    this.#cost.draw(lines(({ cost }) => cost), detail);
    this.#accuracy.draw(lines(({ accuracy }) => 100 * accuracy), detail);
  }

  protected describe(): string {
    const last = this.#measured.at(-1);
    const isMeasuring = this.#measuring < 1;
    if (last === undefined) {
      return `Measuring the network as it begins: ${Math.floor(100 * this.#measuring)} % done.`;
    }
    const [learned, unseen] = [last.training!, last.test].map(({ cost, accuracy }) =>
      `cost ${cost.toFixed(3)}, ${(100 * accuracy).toFixed(1)} % right`
    );
    const [batches, all] = [this.#steps - last.step * this.#every, this.#every];
    const now = isMeasuring
      ? ` Measuring: ${Math.floor(100 * this.#measuring)} % done.`
      : batches > 0
      ? ` Mini-batch ${batches} of ${all} in the next epoch.`
      : "";
    return `Epoch ${last.step}. Training digits: ${learned}. Test digits: ${unseen}.${now}`;
  }
}

function chart(title: string, range?: readonly [number, number]): LineChart {
  return new LineChart({
    title,
    x: "epoch",
    steps: MAX_EPOCHS,
    lines: ["training digits", "test digits"],
    ...range && { range },
  });
}
