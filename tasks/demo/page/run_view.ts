/** What both panels that train share: the form, the worker, the state of a run, its charts, and what it came to. @module */

import { percent } from "../../cli/format.ts";
import { create, element, onClick, setHidden, setHtml, setText } from "./elements.ts";
import type { EpochScores, Failure } from "./messages.ts";
import { progressText } from "./status.ts";

/** How long the button that copies shows that it has, in milliseconds. */
const COPIED_MS = 2000;

/** How long the address of a download has to last, in milliseconds. */
const DOWNLOAD_MS = 60_000;

/** The height of a chart, in pixels. */
const CHART_HEIGHT = 220;

/** How charts and sentences show the score of an epoch. */
export interface Score {
  /** The title of its chart. */
  readonly title: string;
  readonly name: string;
  /** What it is multiplied by in the chart. */
  readonly factor: number;
  text(score: number): string;
}

/** The accuracy, in percent. */
export const ACCURACY: Score = {
  title: "Accuracy, %",
  name: "Accuracy",
  factor: 100,
  text: percent,
};

/** What a run came to so far. */
interface RunResult {
  /** The network as a safetensors file. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** The name under which it is downloaded. */
  readonly fileName: string;
  /** In hexadecimal, or why there is none. */
  readonly weightsSha256: string;
  /** What trains the same weights at a terminal. */
  readonly command: string;
}

/** The elements of a panel that trains; their ids begin with its prefix. */
export class RunView<Request, Report> {
  readonly #prefix: string;
  readonly #worker: Worker;
  #running = false;
  /** When training began, once the data was there, in milliseconds. */
  #began = 0;
  #epochs: EpochScores[] = [];
  #score = ACCURACY;
  /** How many epochs the charts have room for; as many as there are if undefined. */
  #room: number | undefined;
  #result: RunResult | undefined;
  /** Whether the last result was downloaded. */
  #saved = true;
  /** What draws the charts; loaded with the first run. */
  #charts: Promise<typeof import("../../charts/line_chart.ts")> | undefined;

  /**
   * @param script of the worker
   * @param start called when the visitor submits the form
   * @param receive called with each report of the worker
   */
  constructor(
    prefix: string,
    script: string,
    start: () => void,
    receive: (report: Report | Failure) => void,
  ) {
    this.#prefix = prefix;
    this.#worker = new Worker(script, { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => receive(data));
    this.#worker.addEventListener("error", ({ message }) => {
      receive({ kind: "failed", message: message || "The worker failed" });
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      start();
    });
    onClick(`${prefix}stop`, () => this.#worker.postMessage({ kind: "stop" }));
    onClick(`${prefix}download`, () => this.#download());
    onClick(`${prefix}copy`, () => this.#copy());
    addEventListener("resize", () => this.#draw());
    addEventListener("beforeunload", (event) => {
      // The browser asks, in its own words.
      if (this.#running || !this.#saved) event.preventDefault();
    });
  }

  /** Whether a run goes on. */
  get isRunning(): boolean {
    return this.#running;
  }

  get #form(): HTMLFormElement {
    return element(`${this.#prefix}settings`, HTMLFormElement);
  }

  /** Shows what is wrong; an empty message takes it away. */
  showError(message: string): void {
    setText(`${this.#prefix}error`, message);
  }

  /** Shows what is going on, which may change many times a second. */
  showState(state: string): void {
    setText(`${this.#prefix}state`, state);
  }

  /** Shows what is going on, and announces it to screen readers. */
  announce(state: string): void {
    this.showState(state);
    setText(`${this.#prefix}news`, state);
  }

  /** Asks the worker for a run, of which there is nothing to show yet. */
  begin(request: Request, state: string): void {
    const prefix = this.#prefix;
    [this.#epochs, this.#saved] = [[], true];
    this.#charts ??= import("../../charts/line_chart.ts");
    this.showError("");
    setHidden(false, `${prefix}live`);
    setHidden(true, `${prefix}charts`, `${prefix}result`);
    element(`${prefix}progress`, HTMLProgressElement).value = 0;
    this.announce(state);
    this.#lock(true);
    this.#worker.postMessage(request);
  }

  /** Starts the clock of a run whose data is there. */
  begun(state: string, score: Score, room?: number): void {
    [this.#began, this.#score, this.#room] = [performance.now(), score, room];
    setText(`${this.#prefix}score-title`, score.title);
    this.announce(state);
  }

  /** Shows which share of the run is done, and puts it in words. */
  progress(share: number): string {
    element(`${this.#prefix}progress`, HTMLProgressElement).value = share;
    return progressText(share, (performance.now() - this.#began) / 1000);
  }

  /** Adds an epoch to the charts. */
  add(epoch: EpochScores): void {
    this.#epochs.push(epoch);
    setHidden(false, `${this.#prefix}charts`);
    this.#draw();
  }

  /** Shows what the run came to so far. */
  offer(result: RunResult): void {
    [this.#result, this.#saved] = [result, false];
    setText(`${this.#prefix}sha256`, result.weightsSha256);
    setText(`${this.#prefix}command`, result.command);
    setHidden(false, `${this.#prefix}result`);
  }

  /** Makes room for the next run. */
  end(): void {
    this.#lock(false);
  }

  async #draw(): Promise<void> {
    const charts = await this.#charts;
    const last = this.#epochs.at(-1);
    if (charts === undefined || last === undefined) return;
    const { name, factor, text } = this.#score;
    const draw = (chart: string, label: string, ...names: ("cost" | "validation" | "test")[]) => {
      const parent = element(`${this.#prefix}${chart}-chart`, HTMLElement);
      const width = parent.clientWidth;
      if (width === 0) return; // it is not shown
      const series = names.map((name) => ({
        name,
        points: this.#epochs.map(({ number: epoch, [name]: value }) => ({
          epoch,
          value: Number.isFinite(value) ? (name === "cost" ? 1 : factor) * value : null,
        })),
      }));
      const options = { title: "", label, lastEpoch: this.#room ?? 0, width, height: CHART_HEIGHT };
      setHtml(parent, charts.lineChart(series, options));
    };
    draw(
      "score",
      `${name} by epoch: after ${last.number}, validation ${text(last.validation)}, test ${
        text(last.test)
      }`,
      "validation",
      "test",
    );
    draw(
      "cost",
      `Training cost by epoch: after ${last.number}, ${last.cost.toFixed(4)}`,
      "cost",
    );
  }

  /** Locks or unlocks the fields: they stay as they are during a run. The button that is disabled passes its focus on. */
  #lock(running: boolean): void {
    this.#running = running;
    for (const field of this.#form.querySelectorAll<HTMLInputElement>("input, select")) {
      field.disabled = running;
    }
    const [start, stop] = ["start", "stop"].map((id) =>
      element(`${this.#prefix}${id}`, HTMLButtonElement)
    ) as [HTMLButtonElement, HTMLButtonElement];
    const held = running || document.activeElement === stop;
    [start.disabled, stop.disabled] = [running, !running];
    if (held) (running ? stop : start).focus();
  }

  #download(): void {
    const { file, fileName } = this.#result!;
    const link = create("a");
    link.href = URL.createObjectURL(new Blob([file]));
    link.download = fileName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS);
    this.#saved = true;
  }

  async #copy(): Promise<void> {
    const button = element(`${this.#prefix}copy`, HTMLButtonElement);
    const command = element(`${this.#prefix}command`, HTMLElement);
    try {
      await navigator.clipboard.writeText(command.textContent!);
      button.textContent = "Copied";
    } catch { // the browser does not allow it: the text can be copied from the selection
      getSelection()?.selectAllChildren(command);
      button.textContent = "Selected: copy it";
    }
    setTimeout(() => button.textContent = "Copy", COPIED_MS);
  }
}
