/** All that the page has for tables; it is loaded when there is one. @module */

import { parseTableDescription } from "../../lib/table/model/mod.ts";
import { element } from "./elements.ts";
import { messageOf } from "./messages.ts";
import { openTable } from "./open_table.ts";
import { RowPart } from "./row_part.ts";
import { TableKind } from "./table_kind.ts";
import { TrainPanel } from "./train_panel.ts";

const row = new RowPart();
let training: { readonly kind: TableKind; readonly panel: TrainPanel } | undefined;

/** Shows the fields of a network, which start with the row of these features. Throws a SyntaxError if its file does not describe a table. */
export function showTable(file: Uint8Array, name: string, start?: Float32Array): void {
  const opened = openTable(file);
  row.use(opened, parseTableDescription(opened.metadata["table"] ?? ""), name, start);
}

export async function takeTable(file: File): Promise<void> {
  if (training === undefined) {
    // What comes when a run ends stands below it, and moves nothing that is looked at.
    element("table", HTMLElement).after(element("columns", HTMLElement));
    const kind = new TableKind(showTable);
    training = { kind, panel: new TrainPanel(kind) };
  }
  const { kind, panel } = training;
  if (panel.isRunning) return panel.showState("Stop the run first, then drop another table.");
  panel.showError("");
  try {
    await kind.read(file);
  } catch (why) {
    panel.showError(messageOf(why));
  }
}
