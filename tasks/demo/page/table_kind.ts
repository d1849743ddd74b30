/** Training on a table: the file, its columns, and what was found out about them. @module */

import type { TableDescription } from "../../../lib/table/mod.ts";
import { count } from "../../cli/format.ts";
import { CsvTable } from "../../tables/csv/table.ts";
import { ColumnChoice } from "./column_choice.ts";
import { create, element, setHidden, setText, showName } from "./elements.ts";
import { addFields, checkFields, fieldOf, prepareErrors } from "./form.ts";
import type { Begun, Report, TableSettings, TrainedNetwork } from "./messages.ts";
import { TABLE_FIELDS, tableCommand } from "./table_command.ts";
import { viewOf } from "./table_view.ts";
import type { TrainingKind } from "./train_panel.ts";

const FORM = "table-settings";

/** Called with a trained network's file, what its columns are, and its name. */
type OnTableModel = (file: Uint8Array, description: TableDescription, name: string) => void;

export class TableKind implements TrainingKind {
  readonly prefix = "table-";
  readonly #onNetwork: OnTableModel;
  readonly #columns = new ColumnChoice(element("table-columns", HTMLElement));
  #file!: File;
  /** What the run learns from, and how; another file may have been dropped since. */
  #learned!: File;
  #settings!: TableSettings;
  #begun!: Begun;

  constructor(onNetwork: OnTableModel) {
    this.#onNetwork = onNetwork;
    addFields("table-fields", TABLE_FIELDS, this.prefix);
    fieldOf("table-seed").value = "1";
    prepareErrors(FORM);
    const target = element("table-target", HTMLSelectElement);
    for (const event of ["input", "change"]) { // a browser that fills in a form may send one alone
      target.addEventListener(event, () => this.#columns.hide(target.value));
    }
  }

  /**
   * Reads the columns of a file, for the visitor to choose the target.
   * @throws {Error} if it is no table
   */
  async read(dropped: File): Promise<void> {
    setHidden(true, FORM);
    const isText = /\.(csv|tsv|txt|data|gz)$/i.test(dropped.name);
    const file = isText ? dropped : await (await import("./typed_tables.ts")).asCsv(dropped);
    const open = () => Promise.resolve(file.stream());
    const { columns } = await CsvTable.from({ name: file.name, open });
    this.#file = file;
    const target = element("table-target", HTMLSelectElement);
    const options = columns.map((name) => new Option(name, name));
    target.replaceChildren(new Option("Choose a column", ""), ...options);
    this.#columns.show(columns);
    setText("table-name", `${file.name}: ${count(columns.length)} columns`);
    setHidden(false, FORM);
    target.focus();
  }

  ask(): ReturnType<TrainingKind["ask"]> {
    if (!checkFields(FORM)) return "";
    const valueOf = (name: string) => fieldOf(name, this.prefix).value;
    const settings: TableSettings = {
      target: valueOf("target"),
      without: this.#columns.leftOut,
      kind: (valueOf("kind") || undefined) as TableSettings["kind"],
      gaps: valueOf("gaps") as TableSettings["gaps"],
      seed: Number(valueOf("seed")),
    };
    const file = this.#file;
    [this.#settings, this.#learned] = [settings, file];
    this.#columns.explain(new Map());
    setHidden(true, "table-notes");
    return { request: { kind: "table", file, settings }, state: `Reading ${file.name}…` };
  }

  begun(begun: Begun): ReturnType<TrainingKind["begun"]> {
    this.#begun = begun;
    const { examples, description } = begun;
    const state = `Training ${learnerIn(begun, "an", "a")} on ${count(examples)} rows…`;
    return { state, score: viewOf(description!.target).score };
  }

  state(progress: string, epoch: number, planned: number): string {
    return `Epoch ${epoch} of at most ${planned}: ${progress}`;
  }

  show(report: Report): void {
    if (report.kind === "failed") setHidden(true, "table-run");
    if (report.kind !== "begun") return;
    this.#columns.explain(report.leftOut!);
    const notes = report.notes.map((note) => create("li", {}, `${note}.`));
    element("table-notes", HTMLElement).replaceChildren(...notes);
    setHidden(false, "table-notes");
  }

  take({ epochs, result, file }: TrainedNetwork, stopped: boolean): ReturnType<
    TrainingKind["take"]
  > {
    const { description } = this.#begun;
    const { name } = this.#learned;
    const trained = `Predicted by ${learnerIn(this.#begun, "your")}, trained on ${name}: ${result}`;
    this.#onNetwork(file, description!, trained);
    showName(name);
    return {
      fileName: `${name.replace(/\.gz$/i, "").replace(/\.[^.]*$/, "")}.safetensors`,
      command: tableCommand(name, this.#settings, stopped ? epochs : undefined),
    };
  }

  sentence(how: string, network: TrainedNetwork | undefined, planned: number): string {
    if (how === "Failed") return ""; // the error is at the file
    if (network === undefined) {
      return "Stopped before the first epoch was done: there is no network.";
    }
    const { epochs, kept, result } = network;
    const early = how === "Done" && epochs < planned;
    const which = kept === undefined ? "the best of each member" : `epoch ${kept}`;
    return `${early ? "Ended early" : how} after ${epochs} epochs, ${which} is kept: ${result}.`;
  }
}

/** What learns, in words. */
function learnerIn({ sizes, folds }: Begun, article: string, other = article): string {
  return folds === undefined
    ? `${other} ${sizes.join("-")} network`
    : `${article} ensemble over ${folds} folds`;
}
