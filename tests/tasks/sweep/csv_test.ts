import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { sweepCsv } from "../../../tasks/sweep/write_summary.ts";
import { GRID, HALVING, HOSTILE, HOSTILE_NAMES, NONE } from "./summaries.ts";

Deno.test("every run is a row, with its trial's parameters", () => {
  const [head, first, ...others] = parse(sweepCsv(GRID));
  assertEquals(
    head!.join(),
    "trial,bracket,rung,seed,run,state,epochs,epoch,validation.accuracy,learningRate,units,activation,weightsSha256",
  );
  const { run, value } = GRID.trials[0]!.runs[0]!;
  assertEquals(first, [
    "1",
    "",
    "",
    "1",
    run,
    "finished",
    "12",
    "12",
    String(value),
    "0.03",
    "16",
    "sigmoid",
    first!.at(-1),
  ]);
  assertEquals(others.length, 12 * 3 - 1);
});

Deno.test("lists are JSON, and halving has bracket and rung", () => {
  const text = sweepCsv(HALVING);
  const rows = parse(text, { skipFirstRow: true });
  assertEquals(JSON.parse(rows[0]!.sizes!), HALVING.trials[0]!.parameters.sizes);
  assertEquals(rows.filter(({ rung }) => rung === "4").length, 3);
  assertEquals(new Set(rows.map(({ bracket }) => bracket)), new Set(["1"]));
  assert(text.endsWith("\r\n"));
});

Deno.test("what has no value has an empty cell", () => {
  const [row] = parse(sweepCsv(NONE), { skipFirstRow: true });
  assertEquals([row!.epoch, row!["validation.accuracy"], row!.weightsSha256], ["", "", ""]);
  assertEquals([row!.state, row!.epochs], ["missing", "0"]);
});

Deno.test("no text is a formula to a spreadsheet, and numbers stay numbers", () => {
  const rows = parse(sweepCsv(HOSTILE_NAMES));
  const column = rows[0]!.indexOf(HOSTILE);
  assertEquals(rows.slice(1, 5).map((row) => row[column]), [HOSTILE, "'=1+1", "'-2", "'@sum"]);
  const negative = { ...NONE, trials: [{ ...NONE.trials[0]!, parameters: { units: -1.5e-9 } }] };
  assert(sweepCsv(negative).includes(",-1.5e-9,"));
});
