/** All that the page has for tables; it is loaded when there is one. @module */

import { parseTableDescription } from "../../../lib/table/mod.ts";
import { openNetwork } from "./open_network.ts";
import { TablePanel } from "./table_panel.ts";
import { TableTrainPanel } from "./table_train_panel.ts";

const panel = new TablePanel();
let training: TableTrainPanel | undefined;

/**
 * Shows the fields of a network that learned from a table.
 *
 * @throws {SyntaxError} if the file does not describe the columns
 */
export function showTable(file: Uint8Array, name: string): void {
  const opened = openNetwork(file);
  panel.use(opened, parseTableDescription(opened.metadata["table"] ?? ""), name);
}

/** Takes a table to train on. */
export async function takeTable(file: File): Promise<void> {
  training ??= new TableTrainPanel((file, description, name) => {
    panel.use(openNetwork(file), description, name);
  });
  await training.take(file);
}
