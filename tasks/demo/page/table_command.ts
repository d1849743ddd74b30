/** How a run on a table is made at a terminal, to the same bytes. @module */

import { quote } from "../../cli/shell.ts";
import type { TableSettings } from "./table_messages.ts";

/**
 * The command.
 *
 * @param stopped after how many epochs the run was stopped, if it was
 */
export function tableCommand(
  file: string,
  { target, without, kind, gaps, seed }: TableSettings,
  stopped?: number,
): string {
  return [
    "deno task train",
    `--csv ${quote(file)}`,
    `--target ${quote(target)}`,
    ...without.map((name) => `--without ${quote(name)}`),
    ...kind === undefined ? [] : [`--kind ${kind}`],
    ...gaps === undefined ? [] : [`--gaps ${gaps}`],
    ...seed === 1 ? [] : [`--seed ${seed}`],
    ...stopped === undefined ? [] : [`--set epochs=${stopped}`],
  ].join(" ");
}
