/** What a copy of the checkout has otherwise than the checkout: small configs, and the code that pages have a reader write. @module */

import { basename, join } from "@std/path";
import { ROOT } from "../helpers/run_task.ts";

/** The program that docs/library.md has for `digits.ts`, with one epoch in place of thirty. */
export async function digitsProgram(): Promise<string> {
  const page = await Deno.readTextFile(join(ROOT, "docs/library.md"));
  const [, program] = /Save this as `digits\.ts`[^`]*```ts ignore\n([^]*?)```/.exec(page)!;
  return program!.replace("epochs: 30", "epochs: 1");
}

/** Changes the code as the first steps of CONTRIBUTING.md do: the activation softsign, where they have it written. */
export async function addSoftsign(checkout: string): Promise<void> {
  const change = async (path: string, ...changes: readonly (readonly [string, string])[]) => {
    const file = join(checkout, path);
    let text = await Deno.readTextFile(file);
    for (const [before, after] of changes) {
      if (!text.includes(before)) throw new Error(`Cannot change ${path}: it lacks ${before}`);
      text = text.replace(before, after);
    }
    await Deno.writeTextFile(file, text);
  };
  const page = await Deno.readTextFile(join(ROOT, "CONTRIBUTING.md"));
  const [, code] = /```text\n([^]*?softsign[^]*?)```/.exec(page)!;
  await change(
    "lib/network/activations.ts",
    ["/** The identity, for outputs", `${code}\n/** The identity, for outputs`],
    ['  | "linear"\n', '  | "linear"\n  | "softsign"\n'],
    ["    linear,\n    softmax,\n", "    linear,\n    softsign,\n    softmax,\n"],
    ["  linear: lecun,\n", "  linear: lecun,\n  softsign: standardNormal,\n"],
    ["  linear: [],\n", '  linear: [],\n  softsign: [{ operator: "Softsign" }],\n'],
    ["lecun } from", "lecun, standardNormal } from"],
  );
}

/**
 * Networks of digits, but the tutorial's, learn for an epoch, from 1,000 images, with ten hidden units. Sweeps have
 * three values of a parameter at most.
 */
export async function shortenConfigs(checkout: string): Promise<void> {
  const tiny = { hidden: [10], trainingSize: 1000 };
  const shorten = (config: Record<string, unknown>) => {
    const { sizes: _, dataset, ...rest } = config;
    if (typeof dataset === "object") return config;
    return { ...rest, ...(dataset === undefined ? {} : { dataset }), ...tiny, epochs: 1 };
  };
  for (const folder of ["tasks/configs", "packages/lab/configs", "tasks/sweeps"]) {
    for await (const { name } of Deno.readDir(join(checkout, folder))) {
      if (!name.endsWith(".json") || ["schema.json", "tutorial.json"].includes(name)) continue;
      const path = join(checkout, folder, name);
      const json = JSON.parse(await Deno.readTextFile(path));
      if ("method" in json) {
        const config = typeof json.config === "string"
          ? JSON.parse(
            await Deno.readTextFile(join(checkout, "tasks/configs", basename(json.config))),
          )
          : json.config;
        json.config = shorten(config);
        delete json.config.$schema;
        if (json.method === "halving") json.config.epochs = 9; // for three rungs
        for (const parameter of Object.values(json.parameters ?? {}) as { values?: unknown[] }[]) {
          if (parameter.values !== undefined) parameter.values.splice(3);
        }
      }
      await Deno.writeTextFile(path, JSON.stringify("method" in json ? json : shorten(json)));
    }
  }
}
