/** A training run while it goes on: state, charts, table, pictures of the first layer, hash. @module */

import { percent } from "../../cli/format.ts";
import { drawChart } from "./chart.ts";
import { element } from "./elements.ts";
import type { EpochReport, UnitPictures } from "./messages.ts";
import { paintWeights } from "./paint.ts";
import { addRow } from "./settings_form.ts";

/** The side of a unit's picture and the gap between two, in pixels. */
const [SIDE, GAP] = [28, 1];

/** How many pictures stand side by side: where there are few, where there are many, and on a narrow screen. */
const ACROSS = { few: 10, many: 20, narrow: 6 };

/** From this number on, pictures count as many. */
const MANY = 40;

/** A view narrower than this is narrow, in pixels. */
const NARROW = 480;

/** The least time between two announced epochs, in milliseconds: a screen reader needs time to read each. */
const NEWS_INTERVAL = 5000;

/** The view of one training run after another. */
export class LiveView {
  #epochs: EpochReport[] = [];
  #planned = 1;
  #announced = 0;

  #pictures: UnitPictures | undefined;

  constructor() {
    addEventListener("resize", () => {
      this.#draw();
      if (this.#pictures !== undefined) this.showUnits(this.#pictures);
    });
  }

  /** Shows a run of this many epochs, of which there is nothing yet. */
  begin(planned: number): void {
    element("training-coming", HTMLElement).hidden = true;
    element("training-live", HTMLElement).hidden = false;
    for (const id of ["training-charts", "training-result", "training-units"]) {
      element(id, HTMLElement).hidden = true;
    }
    this.#pictures = undefined;
    [this.#epochs, this.#planned] = [[], planned];
    element("epochs-table", HTMLTableElement).tBodies[0]!.replaceChildren();
    for (const id of ["sha256", "command-line"]) {
      element(id, HTMLElement).textContent = "after the first epoch";
    }
    this.progress(1, 0, 1);
  }

  /** Says what is going on. */
  say(state: string): void {
    element("training-state", HTMLElement).textContent = state;
  }

  /** Says it to screen readers too. */
  announce(state: string): void {
    this.say(state);
    element("training-news", HTMLElement).textContent = state;
  }

  /** Shows how far the run is: how many of an epoch's examples are done. */
  progress(epoch: number, done: number, total: number): void {
    element("progress", HTMLProgressElement).value = (epoch - 1 + done / total) / this.#planned;
  }

  /** Adds an epoch, with the command that trains the same weights at a terminal. */
  add(epoch: EpochReport, command: string): void {
    this.#epochs.push(epoch);
    for (const id of ["training-charts", "training-result"]) {
      element(id, HTMLElement).hidden = false;
    }
    const { number, cost, validation, testCorrect, testSize, seconds, weightsSha256 } = epoch;
    addRow(element("epochs-table", HTMLTableElement), [
      String(number),
      cost.toFixed(4),
      percent(validation),
      `${testCorrect} / ${testSize}`,
      seconds.toFixed(2),
    ]);
    element("sha256", HTMLElement).textContent = weightsSha256;
    element("command-line", HTMLElement).textContent = command;
    if (performance.now() - this.#announced > NEWS_INTERVAL) {
      this.#announced = performance.now();
      element("training-news", HTMLElement).textContent = `Epoch ${number}: validation ${
        percent(validation)
      }`;
    }
    this.#draw();
  }

  /** Shows the units of the first layer. */
  showUnits(pictures: UnitPictures): void {
    this.#pictures = pictures;
    element("training-units", HTMLElement).hidden = false;
    const { units, weights } = pictures;
    const canvas = element("units", HTMLCanvasElement);
    const pixels = SIDE * SIDE;
    const shown = weights.length / pixels;
    const narrow = canvas.clientWidth < NARROW;
    const most = narrow ? ACROSS.narrow : shown < MANY ? ACROSS.few : ACROSS.many;
    const across = Math.min(shown, most);
    const down = Math.ceil(shown / across);
    const [width, height] = [across, down].map((count) => count * (SIDE + GAP) + GAP);
    if (canvas.width !== width) canvas.width = width!;
    if (canvas.height !== height) canvas.height = height!;
    for (let unit = 0; unit < shown; unit++) {
      const picture = weights.subarray(unit * pixels, (unit + 1) * pixels);
      const [column, row] = [unit % across, Math.floor(unit / across)];
      paintWeights(canvas, picture, SIDE, GAP + column * (SIDE + GAP), GAP + row * (SIDE + GAP));
    }
    const some = shown < units ? `the first ${shown} of ${units}` : `all ${units}`;
    canvas.setAttribute("aria-label", `First-layer weights of ${some} units, as pictures`);
  }

  #draw(): void {
    if (this.#epochs.length === 0) return;
    const lines = {
      validation: this.#epochs.map(({ validation }) => 100 * validation),
      test: this.#epochs.map(({ test }) => 100 * test),
      cost: this.#epochs.map(({ cost }) => cost),
    };
    const accuracy = element("accuracy-chart", SVGSVGElement);
    drawChart(accuracy, [
      { style: "first", values: lines.validation },
      { style: "second", values: lines.test },
    ], this.#planned);
    const cost = element("cost-chart", SVGSVGElement);
    drawChart(cost, [{ style: "first", values: lines.cost }], this.#planned);
    const last = this.#epochs.at(-1)!;
    accuracy.setAttribute(
      "aria-label",
      `Accuracy by epoch: after ${last.number}, validation ${percent(last.validation)}, test ${
        percent(last.test)
      }`,
    );
    cost.setAttribute(
      "aria-label",
      `Training cost by epoch: after ${last.number}, ${last.cost.toFixed(4)}`,
    );
  }
}
