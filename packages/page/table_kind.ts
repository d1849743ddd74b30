/** Training on a table: the file, its columns, and what was found out about them. @module */

import { count } from "../../tasks/cli/format.ts";
import { CsvTable } from "../../tasks/data/tables/csv/table.ts";
import { create, download, element, onClick, setHidden, setText, showName } from "./elements.ts";
import { addFields, checkFields, fieldOf, prepareErrors } from "./form.ts";
import type { Begun, Report, TableSettings, TrainedNetwork, Verdict } from "./messages.ts";
import { TABLE_FIELDS, tableCommand } from "./table_command.ts";
import { viewOf } from "./table_view.ts";
import type { End, TrainingKind } from "./train_panel.ts";
import * as texts from "./texts.ts";

const FORM = "table-settings";

/** What is measured over folds. */
const FOLDS_NAME = "out of fold";

/** Called with a trained network's file, its name, and the features of the row to begin with. */
type OnTableModel = (file: Uint8Array, name: string, row: Float32Array | undefined) => void;

/** A list of a table's columns, in which the visitor leaves out those that are not to be learned from. */
class ColumnChoice {
  readonly #list: HTMLElement;
  #boxes: readonly HTMLInputElement[] = [];

  /** @param list what the checkboxes are put into */
  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** Lists the columns of a table, none of them left out. */
  show(names: readonly string[]): void {
    this.#boxes = names.map((value) => create("input", { type: "checkbox", value, checked: true }));
    this.#list.replaceChildren(...this.#boxes.map((box) => {
      const name = create("span", {}, box.value);
      return create("label", { className: "check" }, box, name, create("small"));
    }));
  }

  /** Takes columns off the list that nothing is learned from: the target is predicted, and weights are no input. */
  hide(...names: readonly string[]): void {
    for (const box of this.#boxes) box.parentElement!.hidden = names.includes(box.value);
  }

  /** Strikes through the columns that a run leaves out by itself, with its reasons. */
  explain(reasons: ReadonlyMap<string, string>): void {
    for (const { parentElement, value } of this.#boxes) {
      const reason = reasons.get(value);
      parentElement!.classList.toggle("unused", reason !== undefined);
      parentElement!.querySelector("small")!.textContent = reason ?? "";
    }
  }

  /** The columns that the visitor left out, in the order of the table. */
  get leftOut(): string[] {
    return this.#boxes.filter((box) => !box.checked && !box.parentElement!.hidden)
      .map(({ value }) => value);
  }
}

export class TableKind implements TrainingKind {
  readonly prefix = "table-";
  readonly layersHint = texts.NO_LAYERS;
  names: TrainingKind["names"] & object = {};
  readonly #onNetwork: OnTableModel;
  readonly #columns = new ColumnChoice(element("table-columns", HTMLElement));
  #file!: File;
  /** What the run learns from, and how; another file may have been dropped since. */
  #learned!: File;
  #settings!: TableSettings;
  #begun!: Begun;
  #verdict: Verdict | undefined;
  #network!: TrainedNetwork;

  constructor(onNetwork: OnTableModel) {
    this.#onNetwork = onNetwork;
    addFields("table-fields", TABLE_FIELDS, texts.table, this.prefix);
    fieldOf("table-seed").value = "1";
    prepareErrors(FORM);
    onClick("table-report", () => download(this.#nameOf("html"), this.#verdict!.report));
    onClick("table-module", async () => {
      const { moduleOf } = await import("./module_file.ts");
      const { file, weightsSha256 } = this.#network;
      const name = this.#nameOf("mjs");
      download(name, await moduleOf(file, weightsSha256, name));
    });
    const roles = ["table-target", "table-weights"].map((id) => element(id, HTMLSelectElement));
    for (const role of roles) {
      for (const event of ["input", "change"]) { // a browser that fills in a form may send one alone
        role.addEventListener(event, () => this.#columns.hide(...roles.map(({ value }) => value)));
      }
    }
  }

  /**
   * Reads the columns of a file, for the visitor to choose the target.
   * @throws {Error} if it is no table
   */
  async read(dropped: File): Promise<void> {
    setHidden(true, FORM);
    if (/^image\//.test(dropped.type) || /\.(png|jpe?g|gif|webp|bmp|heic)$/i.test(dropped.name)) {
      throw new Error(
        `Cannot use ${dropped.name} as a table: it is a picture. To learn from pictures, drop a ` +
          "folder with a subfolder for each class at “Train on your pictures”.",
      );
    }
    const isText = /\.(csv|tsv|txt|data|gz)$/i.test(dropped.name);
    const file = isText ? dropped : await (await import("./typed_tables.ts")).asCsv(dropped);
    const open = () => Promise.resolve(file.stream());
    const { columns } = await CsvTable.from({ name: file.name, open });
    this.#file = file;
    showName(file.name);
    const target = element("table-target", HTMLSelectElement);
    const options = () => columns.map((name) => new Option(name, name));
    target.replaceChildren(new Option("Choose a column", ""), ...options());
    element("table-weights", HTMLSelectElement)
      .replaceChildren(new Option("None: all rows count equally", ""), ...options());
    this.#columns.show(columns);
    setText("table-name", `${file.name}: ${count(columns.length)} columns`);
    setHidden(false, FORM);
    target.focus();
  }

  ask(): ReturnType<TrainingKind["ask"]> {
    if (!checkFields(FORM)) return "";
    const valueOf = (name: string) => fieldOf(name, this.prefix).value;
    const kind = valueOf("kind");
    const settings: TableSettings = {
      target: valueOf("target"),
      without: this.#columns.leftOut,
      kind: kind === "auto" ? undefined : kind as TableSettings["kind"],
      gaps: valueOf("gaps") as TableSettings["gaps"],
      weights: valueOf("weights") || undefined,
      seed: Number(valueOf("seed")),
    };
    const file = this.#file;
    [this.#settings, this.#learned] = [settings, file];
    this.#columns.explain(new Map());
    setHidden(true, "table-notes", "table-verdict", "columns", "columns-link");
    const state = `Reading ${file.name}…`;
    return { request: { kind: "table", file, settings }, state };
  }

  begun(begun: Begun): ReturnType<TrainingKind["begun"]> {
    this.#begun = begun;
    this.names = begun.folds === undefined ? {} : { validation: FOLDS_NAME, cost: FOLDS_NAME };
    const { examples, description } = begun;
    const state = `Training ${learnerIn(begun)} on ${count(examples)} rows…`;
    return { state, score: viewOf(description!.target).score };
  }

  state(progress: string, epoch: number, planned: number): string {
    return `Epoch ${epoch} of at most ${planned}: ${progress}`;
  }

  show(report: Report): void {
    if (report.kind === "failed") setHidden(true, "table-run");
    if (report.kind === "ended") this.#showVerdict(report);
    if (report.kind !== "begun") return;
    this.#columns.explain(report.leftOut!);
    const notes = [...report.split!, ...report.notes].map((note) =>
      create("li", {}, /[.?]$/.test(note) ? note : `${note}.`)
    );
    element("table-notes", HTMLElement).replaceChildren(...notes);
    setHidden(false, "table-notes");
  }

  /** Shows the verdict in the style of reports, which differs from the page's. */
  #showVerdict({ network, verdict }: Extract<Report, { kind: "ended" }>): void {
    setHidden(verdict === undefined, "table-verdict", "table-report");
    this.#verdict = verdict;
    if (network === undefined) return;
    const learner = learnerIn(this.#begun, "your");
    const trained = `Predicted by ${learner}, trained on ${this.#learned.name}: ${network.result}`;
    const row = verdict?.leastSure;
    const [where, one] = network.isOutOfFold
      ? ["out of fold", "row"]
      : ["on test rows", "test row"];
    const start = row ? `. The fields start with the ${one} that it is least sure of` : "";
    this.#onNetwork(network.file, `${trained} ${where}${start}.`, row);
    if (verdict === undefined) return;
    const host = element("table-verdict", HTMLElement);
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(verdict.style);
    root.adoptedStyleSheets = [style];
    root.innerHTML = verdict.html;
  }

  /** A file name after the table's. */
  #nameOf(extension: string): string {
    return `${this.#learned.name.replace(/\.gz$/i, "").replace(/\.[^.]*$/, "")}.${extension}`;
  }

  take(network: TrainedNetwork, stopped: boolean): ReturnType<TrainingKind["take"]> {
    this.#network = network;
    return {
      fileName: this.#nameOf("safetensors"),
      command: tableCommand(
        this.#learned.name,
        this.#settings,
        stopped ? network.epochs : undefined,
      ),
    };
  }

  sentence(end: End, network: TrainedNetwork | undefined, planned: number): string {
    if (end === "Failed") return ""; // the error is at the file
    if (network === undefined) {
      return "Stopped before the first epoch ended, so there is no network.";
    }
    const { epochs, kept, isOutOfFold, refit } = network;
    const result = network.result + (isOutOfFold ? " out of fold" : "") +
      (refit === undefined ? "" : `. ${refit.slice(0, -1)}`);
    const early = end === "Done" && epochs < planned;
    const how = early ? "Ended early" : end;
    return kept === undefined
      ? `${how} after ${epochs} epochs, with each member’s best epoch kept: ${result}.`
      : `${how} after ${epochs} epochs, epoch ${kept} kept: ${result}.`;
  }
}

/** What learns, in words. */
function learnerIn({ sizes, folds }: Begun, whose?: "your"): string {
  return folds === undefined
    ? `${whose ?? "a"} ${sizes.join("-")} network`
    : `${whose ?? "an"} ensemble over ${folds} folds`;
}
