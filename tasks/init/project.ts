/** The files of a project that trains on a table. @module */

import { basename, resolve } from "@std/path";
import { pathToFileURL } from "node:url";
import inkling from "../../deno.json" with { type: "json" };
import { NEW_TABLE } from "../../lib/config/recipe.ts";
import { tableDefaults } from "../data/options.ts";
import workflow from "./project/train.yml" with { type: "text" };
import type { ProjectTable } from "./table.ts";
import { isAddress } from "./tarball.ts";

export interface Project {
  /** The folder that it is made in. */
  readonly folder: string;
  readonly table: ProjectTable;
  /** Where the commands come from, of `sourceOf`: a tarball is copied. */
  readonly source: string;
}

/** The tarball of the commands that `deno task --cwd packages/lab build_npm` makes. */
export const TARBALL = "inkling-commands.tgz";

/** The name of the run that a project trains. */
const RUN = "model";

/** The schema of configs in the package of the commands, by which editors complete them. */
const SCHEMA = "./node_modules/inkling/tasks/configs/schema.json";

/** The files of a project by their paths in it: texts, and files to copy. */
export function projectFiles({ folder, table, source }: Project): Map<string, string | URL> {
  const { csv, target, floor = "", content } = table;
  const name = packageName(folder);
  const config = {
    $schema: SCHEMA,
    dataset: { csv, target, ...tableDefaults(undefined) },
    ...NEW_TABLE,
  };
  const settings = {
    name,
    private: true,
    scripts: {
      train: `inkling train --config config.json --name ${RUN}`,
      evaluate: `inkling evaluate ${RUN}`,
      predict: `inkling predict ${RUN}`,
      serve: `inkling serve ${RUN}`,
      report: `inkling report ${RUN}`,
    },
    devDependencies: {
      inkling: isAddress(source) ? inkling.version : `file:${basename(source || TARBALL)}`,
    },
  };
  return new Map<string, string | URL>([
    ["package.json", json(settings)],
    ["config.json", json(config)],
    [".gitignore", "node_modules/\nruns/\n"],
    [".github/workflows/train.yml", workflow.replace('FLOOR: ""', `FLOOR: "${floor}"`)],
    ["README.md", readme(name, csv, target)],
    ...content === undefined ? [] : [[csv, content] as const],
    ...source === "" || isAddress(source)
      ? []
      : [[basename(source), pathToFileURL(source)] as const],
  ]);
}

function json(value: object): string {
  return JSON.stringify(value, null, 2) + "\n";
}

/** A name that npm accepts, after the folder's. */
function packageName(folder: string): string {
  const words = basename(resolve(folder)).toLowerCase().match(/[a-z\d]+/g) ?? ["project"];
  return words.join("-").slice(0, 100);
}

function readme(name: string, csv: string, target: string): string {
  return `# ${name}

A network that predicts \`${target}\` from the other columns of \`${csv}\`.

- \`npm install\` brings Inkling, once.
- \`npm run train\` trains by \`config.json\`, and writes the run into \`runs/${RUN}/\`.
- \`npm run evaluate\` shows how good it is, and \`npm run report\` writes \`runs/${RUN}/report.html\`.
- \`npm run predict -- new.csv\` predicts the rows of a table, and \`npm run serve\` answers over HTTP.
- After a change of the table or the config, \`npm run train -- --replace\` trains anew.
- \`.github/workflows/train.yml\` trains every Monday; its \`FLOOR\` is the least accuracy.
`;
}
