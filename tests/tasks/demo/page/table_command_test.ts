import { assertEquals } from "@std/assert";
import type { TableSettings } from "../../../../tasks/demo/page/messages.ts";
import { tableCommand } from "../../../../tasks/demo/page/table_command.ts";

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
});
