/** Training on a table of the visitor's: from a dropped file to a network that predicts, and its hash. @module */

import type { TableDescription } from "../../../lib/table/mod.ts";
import { count } from "../../cli/format.ts";
import { CsvTable } from "../../datasets/csv/table.ts";
import { ColumnChoice } from "./column_choice.ts";
import { create, element, setHidden, setText, showName } from "./elements.ts";
import { checkFields, prepareErrors } from "./field_errors.ts";
import { type Failure, messageOf } from "./messages.ts";
import { RunView } from "./run_view.ts";
import { tableCommand } from "./table_command.ts";
import type { TableNetwork, TableReport, TableRequest, TableSettings } from "./table_messages.ts";
import { viewOf } from "./table_view.ts";

const FORM = "table-settings";

/** Called with a trained network's file, what its columns are, and its name. */
type OnTableNetwork = (
  file: Uint8Array,
  description: TableDescription,
  name: string,
) => void;

/** The form, the worker and what it reports. */
export class TableTrainPanel {
  readonly #run: RunView<TableRequest, TableReport>;
  readonly #onNetwork: OnTableNetwork;
  readonly #columns = new ColumnChoice(element("table-columns", HTMLElement));
  #file: File | undefined;
  /** The file that the run learns from; another may have been dropped since. */
  #learned: File | undefined;
  #settings: TableSettings | undefined;
  #begun: Extract<TableReport, { kind: "begun" }> | undefined;

  constructor(onNetwork: OnTableNetwork) {
    this.#onNetwork = onNetwork;
    this.#run = new RunView(
      "table-",
      "table_worker.js",
      () => this.#start(),
      (report) => this.#receive(report),
    );
    prepareErrors(FORM);
    const target = element("table-target", HTMLSelectElement);
    for (const event of ["input", "change"]) { // a browser that fills in a form may send one alone
      target.addEventListener(event, () => this.#columns.hide(target.value));
    }
  }

  /** Reads the columns of a file, for the visitor to choose the target. */
  async take(file: File): Promise<void> {
    if (this.#run.isRunning) {
      return this.#run.showState("Stop the run first, then drop another file.");
    }
    this.#run.showError("");
    setHidden(true, FORM);
    try {
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
    } catch (why) {
      this.#run.showError(messageOf(why));
    }
  }

  #start(): void {
    if (!checkFields(FORM)) return;
    const choice = (id: string) => element(id, HTMLSelectElement).value;
    const settings: TableSettings = {
      target: choice("table-target"),
      without: this.#columns.leftOut,
      kind: (choice("table-kind") || undefined) as TableSettings["kind"],
      gaps: choice("table-gaps") as TableSettings["gaps"],
      seed: element("table-seed", HTMLInputElement).valueAsNumber,
    };
    const file = this.#file!;
    [this.#settings, this.#learned] = [settings, file];
    this.#columns.explain(new Map());
    setHidden(true, "table-notes");
    this.#run.begin({ kind: "train", file, settings }, `Reading ${file.name}…`);
  }

  #receive(report: TableReport | Failure): void {
    switch (report.kind) {
      case "begun": {
        this.#begun = report;
        this.#columns.explain(report.leftOut);
        const notes = report.notes.map((note) => create("li", `${note}.`));
        element("table-notes", HTMLElement).replaceChildren(...notes);
        setHidden(false, "table-notes");
        const { sizes, rows, description } = report;
        const state = `Training a ${sizes.join("-")} network on ${count(rows)} rows…`;
        return this.#run.begun(state, viewOf(description.target).score);
      }
      case "epoch": {
        const [{ number }, { epochs }] = [report.epoch, this.#begun!];
        const progress = this.#run.progress(number / epochs);
        this.#run.showState(`Epoch ${number} of at most ${epochs}: ${progress}`);
        return this.#run.add(report.epoch);
      }
      case "ended":
        this.#run.end();
        if (report.network !== undefined) return this.#end(report.stopped, report.network);
        return this.#run.announce("Stopped before the first epoch was done: there is no network.");
      case "failed":
        this.#run.end();
        this.#run.showError(report.message);
        setHidden(true, "table-live");
    }
  }

  #end(stopped: boolean, { epochs, kept, result, weightsSha256, file }: TableNetwork): void {
    const { description, sizes, epochs: planned } = this.#begun!;
    const { name } = this.#learned!;
    const how = stopped ? "Stopped" : epochs < planned ? "Ended early" : "Done";
    this.#run.progress(1);
    this.#run.announce(`${how} after ${epochs} epochs, epoch ${kept} is kept: ${result}.`);
    this.#run.offer({
      file,
      fileName: `${name.replace(/\.gz$/i, "").replace(/\.[^.]*$/, "")}.safetensors`,
      weightsSha256,
      command: tableCommand(name, this.#settings!, stopped ? epochs : undefined),
    });
    const trained = `Predicted by your ${sizes.join("-")} network, trained on ${name}: ${result}`;
    this.#onNetwork(file, description, trained);
    showName(name);
  }
}
