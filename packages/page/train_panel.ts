/** Training in the page on data of any kind: form, worker, charts, result. @module */

import { duration, percent } from "../../tasks/cli/format.ts";
import {
  copyText,
  create,
  download,
  element,
  fillIn,
  onClick,
  setHidden,
  setText,
} from "./elements.ts";
import type {
  Begun,
  EpochScores,
  Report,
  Request,
  RunRequest,
  TrainedNetwork,
} from "./messages.ts";

/** The least time between two announced epochs, in milliseconds: a screen reader needs time to read each. */
const NEWS_INTERVAL_MS = 5000;

/** How charts and sentences show the score of an epoch. */
export interface Score {
  readonly title: string;
  readonly name: string;
  /** What it is multiplied by in the chart. */
  readonly factor: number;
  text(score: number): string;
}

export const ACCURACY: Score = {
  title: "Accuracy, %",
  name: "Accuracy",
  factor: 100,
  text: percent,
};

/** An epoch of a run that was trained before. */
export type Ghost = Pick<EpochScores, "number" | "validation" | "cost">;

/** What the lines of the charts are called. */
const NAMES = { validation: "validation", test: "test", cost: "training" };

/** How a run ended, in a word. */
export type End = "Done" | "Stopped" | "Failed";

/** What one kind of data has of its own in the panel. */
export interface TrainingKind {
  /** What the ids of the panel's elements begin with. */
  readonly prefix: string;
  /** A run for what is in the form, with its first state; or why not, empty if a field shows it. */
  ask(): { readonly request: RunRequest; readonly state: string } | string;
  /** Shows what is known when training begins; what the state and the charts show of it. */
  begun(begun: Begun): { readonly state: string; readonly score: Score; readonly room?: number };
  /** The state after so much of an epoch. */
  state(progress: string, epoch: number, planned: number, last: EpochScores | undefined): string;
  /** A run that was trained before with such settings, which the charts show in gray. */
  ghost?(): Promise<readonly Ghost[]>;
  /** Which runs show no layers, beside the option that asks for them. */
  readonly layersHint?: string;
  /** What the charts' lines are called, where not as usual. */
  readonly names?: Partial<typeof NAMES>;
  /** Shows more of a report than all kinds have in common. */
  show?(report: Report): void;
  /** Takes a network; the name of its file, and the command that trains the same weights. */
  take(network: TrainedNetwork, stopped: boolean): { fileName: string; command: string };
  /** What a run came to, in a sentence. */
  sentence(end: End, network: TrainedNetwork | undefined, planned: number): string;
}

/** The panel of a kind, whose elements it makes of the template. */
export class TrainPanel {
  readonly #kind: TrainingKind;
  /** Loaded with the first run. */
  #worker: Worker | undefined;
  #running = false;
  /** When training began, once the data was there, in milliseconds. */
  #began = 0;
  /** When an epoch was announced last, in milliseconds. */
  #announced = 0;
  #planned = 0;
  #epochs: EpochScores[] = [];
  #score = ACCURACY;
  /** How many epochs the charts have room for; as many as there are if undefined. */
  #room: number | undefined;
  #network: TrainedNetwork | undefined;
  #fileName = "";
  /** Whether the last network was downloaded. */
  #saved = true;
  /** What draws the charts; loaded with the first run. */
  #charts: Promise<typeof import("./training_charts.ts")> | undefined;
  /** Whether each epoch shows its layers. */
  readonly #observes = create("input", { type: "checkbox" });

  constructor(kind: TrainingKind) {
    this.#kind = kind;
    fillIn("run-template", this.#id("run"), kind.prefix);
    this.#observes.id = this.#id("observes");
    const hint = kind.layersHint ? create("small", {}, ` ${kind.layersHint}`) : "";
    const label = create("span", {}, "Charts of each layer", hint);
    const option = create("label", { className: "check wide" }, this.#observes, label);
    element(this.#id("start"), HTMLButtonElement).parentElement!.before(option);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#start();
    });
    onClick(this.#id("stop"), () => this.#send({ kind: "stop" }));
    onClick(this.#id("download"), () => this.#download());
    onClick(this.#id("copy"), () => this.#copy());
    addEventListener("beforeunload", (event) => {
      // The browser asks, in its own words.
      if (this.#running || !this.#saved) event.preventDefault();
    });
    addEventListener("resize", () => this.draw());
    if (kind.ghost === undefined) return;
    setHidden(false, this.#id("live"), this.#id("charts"));
    setText(this.#id("score-title"), this.#score.title);
    new IntersectionObserver(([entry], observer) => {
      if (!entry!.isIntersecting) return;
      observer.disconnect();
      this.#charts ??= import("./training_charts.ts");
      this.draw();
    }).observe(element(this.#id("run"), HTMLElement));
    this.#form.addEventListener("input", () => this.draw());
  }

  get isRunning(): boolean {
    return this.#running;
  }

  showError(message: string): void {
    setText(this.#id("error"), message);
  }

  /** Shows what is going on, which may change many times a second. */
  showState(state: string): void {
    setText(this.#id("state"), state);
  }

  #id(name: string): string {
    return this.#kind.prefix + name;
  }

  get #names(): typeof NAMES {
    return { ...NAMES, ...this.#kind.names };
  }

  get #form(): HTMLFormElement {
    return element(this.#id("settings"), HTMLFormElement);
  }

  /** Shows what is going on, and announces it to screen readers. */
  #announce(state: string): void {
    this.showState(state);
    setText(this.#id("news"), state);
  }

  /** Asks the worker for a run, of which there is nothing to show yet. */
  #start(): void {
    const asked = this.#kind.ask();
    if (typeof asked === "string") return this.showError(asked);
    [this.#epochs, this.#network, this.#saved] = [[], undefined, true];
    this.#charts ??= import("./training_charts.ts");
    this.showError("");
    setHidden(false, this.#id("run"), this.#id("live"));
    setHidden(true, this.#id("layers"), this.#id("result"));
    setHidden(this.#kind.ghost === undefined, this.#id("charts"));
    element(this.#id("progress"), HTMLProgressElement).value = 0;
    this.#announce(asked.state);
    this.#lock(true);
    const request: Request = { ...asked.request, observes: this.#observes.checked };
    this.#send(request);
  }

  #send(request: Request): void {
    if (this.#worker === undefined) {
      this.#worker = new Worker("worker.js", { type: "module" });
      this.#worker.addEventListener("message", ({ data }) => this.#receive(data));
      this.#worker.addEventListener("error", ({ message }) => {
        this.#receive({ kind: "failed", message: message || "The worker failed" });
      });
    }
    this.#worker.postMessage(request);
  }

  #receive(report: Report): void {
    if (report.kind === "loading") this.showState(`Loading ${report.file}…`);
    if (report.kind === "begun") {
      const { state, score, room } = this.#kind.begun(report);
      [this.#began, this.#planned] = [performance.now(), report.epochs];
      [this.#score, this.#room] = [score, room];
      setText(this.#id("score-title"), score.title);
      this.#announce(state);
      this.draw();
    }
    if (report.kind === "progress") this.#showProgress(report.epoch, report.share);
    if (report.kind === "epoch") {
      this.#epochs.push(report.epoch);
      this.#showProgress(report.epoch.number, 1);
      setHidden(false, this.#id("charts"));
      this.draw();
      if (report.network !== undefined) this.#offer(report.network, false);
      if (performance.now() - this.#announced > NEWS_INTERVAL_MS) {
        this.#announced = performance.now();
        const { number, validation } = report.epoch;
        const text = `${this.#names.validation} ${this.#score.text(validation)}`;
        setText(this.#id("news"), `Epoch ${number}: ${text}`);
      }
    }
    if (report.kind === "comparing") {
      element(this.#id("progress"), HTMLProgressElement).removeAttribute("value");
      this.#announce("Comparing with simpler models…");
    }
    if (report.kind === "ended") {
      if (report.network !== undefined) {
        this.#offer(report.network, report.stopped);
        this.#showShare(1);
      }
      this.#end(report.stopped ? "Stopped" : "Done");
    }
    if (report.kind === "failed") {
      this.#end("Failed");
      this.showError(report.message);
    }
    this.#kind.show?.(report);
  }

  /** @param share of the epoch that is done */
  #showProgress(number: number, share: number): void {
    const progress = this.#showShare((number - 1 + share) / this.#planned);
    this.showState(this.#kind.state(progress, number, this.#planned, this.#epochs.at(-1)));
  }

  /** Shows which share of the run is done, and puts it in words. */
  #showShare(share: number): string {
    element(this.#id("progress"), HTMLProgressElement).value = share;
    return progressText(share, (performance.now() - this.#began) / 1000);
  }

  #offer(network: TrainedNetwork, stopped: boolean): void {
    const { fileName, command } = this.#kind.take(network, stopped);
    [this.#network, this.#fileName, this.#saved] = [network, fileName, false];
    setText(this.#id("sha256"), network.weightsSha256);
    setText(this.#id("command"), command);
    setHidden(false, this.#id("result"));
  }

  #end(end: End): void {
    this.#lock(false);
    this.#announce(this.#kind.sentence(end, this.#network, this.#planned));
  }

  /** Draws the charts: of the epochs so far, and of a run that was trained before. */
  async draw(): Promise<void> {
    const charts = await this.#charts;
    charts?.drawRun({
      prefix: this.#kind.prefix,
      epochs: this.#epochs,
      score: this.#score,
      names: this.#names,
      room: this.#room ?? 0,
      ghost: (await this.#kind.ghost?.())?.slice(0, this.#room) ?? [],
    });
  }

  /** Locks or unlocks the fields: they stay as they are during a run. The button that is disabled passes its focus on. */
  #lock(running: boolean): void {
    this.#running = running;
    for (const field of this.#form.querySelectorAll<HTMLInputElement>("input, select")) {
      field.disabled = running;
    }
    const [start, stop] = ["start", "stop"].map((id) => element(this.#id(id), HTMLButtonElement));
    const held = running || document.activeElement === stop!;
    [start!.disabled, stop!.disabled] = [running, !running];
    if (held) (running ? stop : start)!.focus();
  }

  #download(): void {
    download(this.#fileName, this.#network!.file);
    this.#saved = true;
  }

  async #copy(): Promise<void> {
    const command = element(this.#id("command"), HTMLElement);
    await copyText(this.#id("copy"), command.textContent!, () => {
      getSelection()?.selectAllChildren(command);
      return "Selected: copy it";
    });
  }
}

/** Below this share of a run its speed is no measure of the time that is left. */
const MIN_SHARE = 0.02;

/**
 * How much of a run is done, and how long the rest takes: `12 %, about 40 s left`.
 * @param share of the run, from 0 to 1
 * @param seconds since it began
 */
export function progressText(share: number, seconds: number): string {
  const done = `${Math.floor(100 * share)} %`;
  if (share < MIN_SHARE || share >= 1) return done;
  const left = duration(Math.ceil(seconds / share * (1 - share)));
  return `${done}, about ${left} left`;
}
