/** Reads a database by a query as a command does, and prints that it begins: `PATH QUERY [MILLISECONDS]`. */

import { main } from "../../../../tasks/cli/main.ts";
import { printText } from "../../../../tasks/cli/print.ts";
import { fileBytes } from "../../../../tasks/data/tables/file_bytes.ts";
import { openTable } from "../../../../tasks/data/tables/open_table.ts";
import { openSqlite } from "../../../../tasks/data/tables/sqlite.ts";

await main({
  name: "read",
  description: "Reads a database",
  options: {},
  operands: { value: "WORD", min: 2, max: 3 },
}, async ({ operands }) => {
  const [path, query, longest] = operands as [string, string, string?];
  printText("begins");
  if (longest === undefined) await openTable(path, { query });
  else await openSqlite(await fileBytes(path), { query }, Number(longest));
});
