import { assertEquals } from "@std/assert";
import { DEFAULT_MISSING_VALUE_RULE } from "../../../lib/table/columns/columns.ts";
import type { TableSettings } from "../messages.ts";
import { TABLE_FIELDS, tableCommand } from "../table_command.ts";
import { optionOfPage } from "../table_training.ts";

const usual = { target: "a", without: [], kind: undefined, gaps: "category", seed: 1 } as const;

Deno.test("the command for a table has what is not as usual, and quotes names", () => {
  const rows: [file: string, Partial<TableSettings>, stopped: number | undefined, string][] = [
    ["iris.csv", {}, undefined, "--csv iris.csv --target a"],
    ["t.csv", { gaps: "drop" }, undefined, "--csv t.csv --target a --gaps drop"],
    [ // a name that begins with a hyphen is no option
      "-t.csv",
      { target: "-log p", without: ["-1", "a-b"] },
      undefined,
      "--csv=-t.csv '--target=-log p' --without=-1 --without a-b",
    ],
    [
      "my table.csv",
      {
        ...{ target: "body mass", without: ["year", "row number"] },
        ...{ kind: "quantity", gaps: "mean", seed: 7 },
      },
      12,
      "--csv 'my table.csv' --target 'body mass' --without year --without 'row number' " +
      "--kind quantity --gaps mean --seed 7 --set epochs=12",
    ],
  ];
  for (const [file, settings, stopped, options] of rows) {
    const command = tableCommand(file, { ...usual, ...settings }, stopped);
    assertEquals(command, `deno task train ${options}`);
  }
  const [first] = TABLE_FIELDS.gaps;
  assertEquals(first, DEFAULT_MISSING_VALUE_RULE); // a form begins with it, as does a command
});

Deno.test("sentences on a table name the controls of the page by their labels", () => {
  assertEquals(optionOfPage("gaps", "drop"), "“Missing values: Drop the row”");
  assertEquals(optionOfPage("kind", "quantity"), "“Kind of answer: Quantity”");
  assertEquals(optionOfPage("without", "sex", "year"), "unticking “sex”, “year”");
});
