/** The texts of `deno task ensemble`. @module */

import type { Spread } from "../../lib/evaluate/mod.ts";
import { percent } from "../cli/format.ts";

import { table } from "../cli/table.ts";
import type { EnsembleFile } from "../run/open_ensemble.ts";
import { asMember } from "../problem/members.ts";
import { resultText } from "../problem/results.ts";
import type { Result, Summary } from "../run/run_folder.ts";

/** A line for each member, for all of them together, and how they differ. */
export function ensembleText(file: EnsembleFile): string {
  const { weights, members, validation, test, spread, disagreement } = file;
  const [first] = members;
  const { cells: columns, what, text } = asMember(first!.validation);
  const cells = (result: Result) => asMember(result).cells.map(([, cell]) => cell);
  const none = columns.map(() => "–");
  const heads = (split: string) => columns.map(([head]) => `${split}${head}`);
  const chosen = (weighing: EnsembleFile["weights"]) => weights === weighing ? cells(test) : none;
  const rows = table([
    ["member", "seed", "weight", ...heads("validation"), ...heads("test")],
    ...members.map(({ run, seed, weight, validation, test }) => [
      run,
      String(seed),
      percent(weight, 1),
      ...cells(validation),
      ...cells(test),
    ]),
    ["ensemble, equal weights", "", "", ...cells(validation.equal), ...chosen("equal")],
    [
      "ensemble, validation's weights",
      "",
      "",
      ...cells(validation.validation),
      ...chosen("validation"),
    ],
  ]);
  const spreadOf = ({ mean, sd, min, max }: Spread) =>
    `${text(mean)}${sd === null ? "" : ` ± ${text(sd)}`}, from ${text(min)} to ${text(max)}`;
  return [
    rows,
    [
      `Members on validation${what}: ${spreadOf(spread.validation)}`,
      `Members on test${what}: ${spreadOf(spread.test)}`,
      ...disagreement === null
        ? []
        : [`Two of them differ on ${percent(disagreement)} of the validation examples`],
    ].join("\n"),
  ].join("\n\n");
}

export function distilledText(
  { weights, validation, test }: EnsembleFile,
  summary: Pick<Summary, "validation" | "test">,
): string {
  const line = (split: string, ensemble: Result, student: Result | undefined) =>
    student === undefined
      ? []
      : [`On ${split}: the ensemble ${resultText(ensemble)}, distilled ${resultText(student)}`];
  return [
    ...line("validation", validation[weights], summary.validation),
    ...line("test", test, summary.test),
  ].join("\n");
}
