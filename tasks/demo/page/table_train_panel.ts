/** Training on a table of the visitor's: from a dropped file to a network that predicts, and its hash. @module */

import type { TableDescription } from "../../../lib/table/columns.ts";
import { count } from "../../cli/format.ts";
import { CsvTable } from "../../datasets/csv/table.ts";
import { drawChart } from "./chart.ts";
import { ColumnChoice } from "./column_choice.ts";
import { copiesText } from "./copy_button.ts";
import { saveFile } from "./download.ts";
import { create, element, messageOf } from "./elements.ts";
import { showName } from "./page_name.ts";
import { progressText } from "./status.ts";
import { tableCommand } from "./table_command.ts";
import type {
  TableEpoch,
  TableNetwork,
  TableReport,
  TableRequest,
  TableSettings,
} from "./table_messages.ts";
import { viewOf } from "./table_view.ts";
import { warnBeforeLoss } from "./unload.ts";

/** Called with a trained network's file, what its columns are, and its name. */
export type OnTableNetwork = (
  file: Uint8Array,
  description: TableDescription,
  name: string,
) => void;

/** The form, the worker and what it reports. */
export class TableTrainPanel {
  readonly #worker = new Worker("table_worker.js", { type: "module" });
  readonly #onNetwork: OnTableNetwork;
  readonly #columns = new ColumnChoice(element("table-columns", HTMLElement));
  #file: File | undefined;
  /** The file that the run learns from; another may have been dropped since. */
  #learned: File | undefined;
  #settings: TableSettings | undefined;
  #running = false;
  #begun: Extract<TableReport, { kind: "begun" }> | undefined;
  #began = 0;
  #epochs: TableEpoch[] = [];
  #network: TableNetwork | undefined;
  /** Whether the last network was downloaded. */
  #saved = true;

  constructor(onNetwork: OnTableNetwork) {
    this.#onNetwork = onNetwork;
    this.#worker.addEventListener(
      "message",
      ({ data }: MessageEvent<TableReport>) => this.#receive(data),
    );
    this.#worker.addEventListener("error", ({ message }) => {
      this.#receive({ kind: "failed", message: message || "The worker failed" });
    });
    element("table-settings", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#start();
    });
    const target = element("table-target", HTMLSelectElement);
    for (const event of ["input", "change"]) { // a browser that fills in a form may send one alone
      target.addEventListener(event, () => this.#columns.hide(target.value));
    }
    element("table-stop", HTMLButtonElement).addEventListener("click", () => {
      this.#ask({ kind: "stop" });
    });
    element("table-download", HTMLButtonElement).addEventListener("click", () => {
      const name = this.#learned!.name.replace(/\.gz$/i, "").replace(/\.[^.]*$/, "");
      saveFile(this.#network!.file, `${name}.safetensors`);
      this.#saved = true;
    });
    copiesText("table-copy", "table-command");
    warnBeforeLoss(() => this.#running || !this.#saved);
    addEventListener("resize", () => this.#draw());
  }

  /** Reads the columns of a file, for the visitor to choose the target. */
  async take(file: File): Promise<void> {
    if (this.#running) return this.#say("Stop the run first, then drop another file.");
    const error = element("table-error", HTMLElement);
    error.textContent = "";
    element("table-settings", HTMLFormElement).hidden = true;
    try {
      const open = () => Promise.resolve(file.stream());
      const { columns } = await CsvTable.from({ name: file.name, open });
      this.#file = file;
      const target = element("table-target", HTMLSelectElement);
      const options = columns.map((name) => new Option(name, name));
      target.replaceChildren(new Option("Choose a column", ""), ...options);
      this.#columns.show(columns);
      element("table-name", HTMLElement).textContent = `${file.name}: ${
        count(columns.length)
      } columns`;
      element("table-settings", HTMLFormElement).hidden = false;
      target.focus();
    } catch (why) {
      error.textContent = messageOf(why);
    }
  }

  #ask(request: TableRequest): void {
    this.#worker.postMessage(request);
  }

  #start(): void {
    const target = element("table-target", HTMLSelectElement);
    const missing = element("table-target-error", HTMLElement);
    missing.textContent = target.value === "" ? "Choose the column to predict." : "";
    target.setAttribute("aria-invalid", String(target.value === ""));
    if (target.value === "") return target.focus();
    const seed = element("table-seed", HTMLInputElement);
    const wrong = !seed.validity.valid;
    element("table-seed-error", HTMLElement).textContent = wrong
      ? "Enter a whole number, 0 or more."
      : "";
    seed.setAttribute("aria-invalid", String(wrong));
    if (wrong) return seed.focus();
    const choice = (id: string) => element(id, HTMLSelectElement).value || undefined;
    this.#settings = {
      target: target.value,
      without: this.#columns.leftOut,
      kind: choice("table-kind") as TableSettings["kind"],
      gaps: element("table-gaps", HTMLSelectElement).value as TableSettings["gaps"],
      seed: seed.valueAsNumber,
    };
    [this.#epochs, this.#network, this.#begun, this.#saved] = [[], undefined, undefined, true];
    this.#learned = this.#file!;
    this.#columns.explain(new Map());
    element("table-error", HTMLElement).textContent = "";
    element("table-live", HTMLElement).hidden = false;
    for (const id of ["table-notes", "table-charts", "table-result"]) {
      element(id, HTMLElement).hidden = true;
    }
    element("table-progress", HTMLProgressElement).value = 0;
    this.#announce(`Reading ${this.#learned.name}…`);
    this.#lock(true);
    element("table-stop", HTMLButtonElement).focus(); // the button that had the focus is disabled
    this.#ask({ kind: "train", file: this.#learned, settings: this.#settings });
  }

  #receive(report: TableReport): void {
    switch (report.kind) {
      case "begun": {
        this.#begun = report;
        this.#began = performance.now();
        this.#columns.explain(report.leftOut);
        const notes = element("table-notes", HTMLElement);
        notes.replaceChildren(...report.notes.map((note) => create("li", `${note}.`)));
        notes.hidden = false;
        return this.#announce(
          `Training a ${report.sizes.join("-")} network on ${count(report.rows)} rows…`,
        );
      }
      case "epoch":
        this.#epochs.push(report.epoch);
        element("table-charts", HTMLElement).hidden = false;
        return this.#show(report.epoch);
      case "ended":
        this.#lock(false);
        return this.#end(report.stopped, report.network);
      case "failed":
        this.#lock(false);
        element("table-error", HTMLElement).textContent = report.message;
        element("table-live", HTMLElement).hidden = true;
    }
  }

  #show({ number }: TableEpoch): void {
    const { epochs } = this.#begun!;
    const share = number / epochs;
    element("table-progress", HTMLProgressElement).value = share;
    const seconds = (performance.now() - this.#began) / 1000;
    this.#say(`Epoch ${number} of at most ${epochs}: ${progressText(share, seconds)}`);
    this.#draw();
  }

  #end(stopped: boolean, network: TableNetwork | undefined): void {
    this.#network = network;
    if (network === undefined) {
      return this.#announce("Stopped before the first epoch was done: there is no network.");
    }
    this.#saved = false;
    const { epochs, kept, result, weightsSha256, file } = network;
    const how = stopped ? "Stopped" : epochs < this.#begun!.epochs ? "Ended early" : "Done";
    element("table-progress", HTMLProgressElement).value = 1;
    this.#announce(`${how} after ${epochs} epochs, epoch ${kept} is kept: ${result}.`);
    element("table-sha256", HTMLElement).textContent = weightsSha256;
    const command = tableCommand(
      this.#learned!.name,
      this.#settings!,
      stopped ? epochs : undefined,
    );
    element("table-command", HTMLElement).textContent = command;
    element("table-result", HTMLElement).hidden = false;
    const { description, sizes } = this.#begun!;
    const name = `Predicted by your ${sizes.join("-")} network, trained on ${
      this.#learned!.name
    }: ${result}`;
    this.#onNetwork(file, description, name);
    showName(this.#learned!.name);
  }

  #draw(): void {
    if (this.#epochs.length === 0) return;
    const last = this.#epochs.at(-1)!;
    const { title, name, factor, figure } = viewOf(this.#begun!.description.target).score;
    element("table-score-title", HTMLElement).textContent = title;
    const score = element("table-score-chart", SVGSVGElement);
    drawChart(score, [
      { style: "first", values: this.#epochs.map(({ validation }) => factor * validation) },
      { style: "second", values: this.#epochs.map(({ test }) => factor * test) },
    ], this.#epochs.length);
    score.setAttribute(
      "aria-label",
      `${name} by epoch: after ${last.number}, validation ${figure(last.validation)}, test ${
        figure(last.test)
      }`,
    );
    const cost = element("table-cost-chart", SVGSVGElement);
    const values = this.#epochs.map(({ cost }) => cost);
    drawChart(cost, [{ style: "first", values }], this.#epochs.length);
    cost.setAttribute(
      "aria-label",
      `Training cost by epoch: after ${last.number}, ${last.cost.toFixed(4)}`,
    );
  }

  #lock(running: boolean): void {
    this.#running = running;
    const fields = element("table-settings", HTMLFormElement).querySelectorAll<
      HTMLInputElement | HTMLSelectElement
    >("input, select");
    for (const field of fields) field.disabled = running;
    const [start, stop] = ["table-start", "table-stop"].map((id) => element(id, HTMLButtonElement));
    const held = document.activeElement === stop;
    start!.disabled = running;
    stop!.disabled = !running;
    if (held) start!.focus();
  }

  #say(text: string): void {
    element("table-state", HTMLElement).textContent = text;
  }

  #announce(text: string): void {
    this.#say(text);
    element("table-news", HTMLElement).textContent = text;
  }
}
