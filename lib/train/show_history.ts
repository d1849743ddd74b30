/** What `console.log` shows of a history. @module */

import { plain } from "../checks/texts.ts";
import { short, tableOf } from "../numerics/show.ts";
import type { Epoch } from "./epoch.ts";
import type { History } from "./fit.ts";

/** What `console.log` prints of a history. */
type ShownHistory = Omit<History, "epochs"> & {
  readonly epochs: readonly Omit<Epoch, "checkpoint">[];
};

/** The numbers of an evaluation but for counts, which add nothing to the accuracy. */
function numbersOf(what: string, evaluation: object | undefined): (readonly [string, number])[] {
  return Object.entries(evaluation ?? {}).flatMap(([name, value]) =>
    typeof value === "number" && name !== "size" && name !== "correct"
      ? [[`${what} ${name}`, value] as const]
      : []
  );
}

/** A line an epoch, of many the first and the last, and the warnings. */
export function historyText({ epochs, kept, ended, warnings }: ShownHistory): string {
  const lines = epochs.map(({ number, learningRate, train, validation, test }) =>
    new Map([
      ["epoch", number],
      ["learning rate", learningRate],
      ...numbersOf("train", train),
      ...numbersOf("validation", validation),
      ...numbersOf("test", test),
    ])
  );
  const heads = [...lines[0]?.keys() ?? []];
  const end = ended === "done" ? "all done" : "ended early";
  return `History of ${epochs.length} epoch${epochs.length === 1 ? "" : "s"}, ${end}, ` +
    `epoch ${kept} kept` +
    tableOf(
      lines.length,
      heads.length,
      (r, c) => short(lines[r]!.get(heads[c]!) ?? NaN),
      (c) => heads[c]!,
      heads.length,
    ) + warnings.map((warning) => `\n  ${plain(warning, Infinity)}`).join("");
}
