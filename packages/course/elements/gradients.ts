/** `<ink-gradients>`: how long the gradient is in each layer of a deep network, while it learns. @module */

import { initializers } from "../../../mod.ts";
import { en } from "../texts.ts";
import { textsOf } from "../../page/texts_of.ts";
import { Figure } from "./figure.ts";
import { GradientRecorder } from "./gradient_recorder.ts";
import { LineChart } from "./plot.ts";

const MAX_EPOCHS = 200;

export class InkGradients extends Figure<"layers" | "activation" | "initializer" | "rate"> {
  readonly #text = textsOf(en.gradients);
  protected readonly name = this.#text("name");
  protected override readonly pace = 20;
  protected readonly declared = {
    layers: { label: this.#text("layers"), value: 4, least: 2, most: 5, step: 1 },
    activation: {
      label: this.#text("activation"),
      value: "sigmoid",
      options: ["sigmoid", "tanh", "relu"].map((value) => ({ value, text: value })),
    },
    initializer: {
      label: this.#text("initializer"),
      value: "scaledNormal",
      options: Object.keys(initializers).map((value) => ({ value, text: value })),
    },
    rate: {
      label: this.#text("rate"),
      value: "0.1",
      options: ["0.03", "0.1", "0.3", "1", "3"].map((value) => ({ value, text: value })),
    },
  };
  #chart: LineChart | undefined;
  #recorder: GradientRecorder | undefined;

  protected start(): void {
    const layers = this.number("layers");
    this.#chart = new LineChart({
      title: this.#text("norms"),
      ...{ x: this.#text("epoch"), steps: MAX_EPOCHS },
      lines: Array.from(
        { length: layers + 1 },
        (_, l) => l === layers ? this.#text("outputLayer") : this.#text("hiddenLayer", l + 1),
      ),
      log: true,
    });
    this.stage.replaceChildren(this.#chart.element);
    this.#recorder = new GradientRecorder(layers, {
      activation: this.choice("activation"),
      initializer: this.choice("initializer"),
    });
  }

  protected advance(): boolean {
    this.#recorder!.learn(this.number("rate"));
    return this.#recorder!.epoch < MAX_EPOCHS;
  }

  protected draw(detail: number): void {
    this.#chart!.draw(this.#recorder!.norms, detail);
  }

  protected describe(): string {
    const { epoch, norms, accuracy } = this.#recorder!;
    const [first, last] = [norms[0]!.at(-1)![1], norms.at(-2)!.at(-1)![1]];
    if (!Number.isFinite(first)) return this.#text("diverged", epoch);
    if (first === 0) return this.#text("silent", epoch);
    const values = [first, last].map((norm) => Number(norm.toPrecision(2)));
    const ratio = Number((last / first).toPrecision(2));
    return this.#text("state", epoch, ...values, ratio, (100 * accuracy).toFixed(0));
  }

  protected override onSetting(name: "layers" | "activation" | "initializer" | "rate"): void {
    if (name !== "rate") super.onSetting(name);
  }
}
