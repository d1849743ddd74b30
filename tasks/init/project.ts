/** The files of a project that trains on a table. @module */

import { basename, resolve } from "@std/path";
import { pathToFileURL } from "node:url";
import { quote } from "../../lib/checks/texts.ts";
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
  const { csv, target, split, floor = "", content, url } = table;
  const name = packageName(folder);
  const config = {
    $schema: SCHEMA,
    dataset: {
      ...url === undefined ? { csv } : { table: csv },
      target,
      ...tableDefaults(undefined),
      ...split,
    },
    ...NEW_TABLE,
  };
  const settings = {
    name,
    private: true,
    scripts: {
      ...url !== undefined && { fetch: `inkling fetch --table ${quote(url)} --replace` },
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
    [".gitignore", `node_modules/\nruns/\n${url === undefined ? "" : "data/\n"}`],
    [".github/workflows/train.yml", workflowOf(table).replace('FLOOR: ""', `FLOOR: "${floor}"`)],
    ["README.md", readme(name, table)],
    ...content === undefined ? [] : [[csv, content] as const],
    ...source === "" || isAddress(source)
      ? []
      : [[basename(source), pathToFileURL(source)] as const],
  ]);
}

/** When the workflow trains: where it fetches on a schedule too, and otherwise when the table changes. */
const [CHANGED, SCHEDULED] = [
  `  push:
    paths: ["data/**", config.json]
`,
  `  push:
    paths: [config.json]
  schedule:
    - cron: "17 3 * * 1" # off the full hour; in a public repository it ends after 60 days without a commit
`,
];

/** The workflow's first step on the data, and what fetches them before. */
const [TRAIN, FETCH] = [
  "      - name: Train\n",
  "      - name: Fetch the table\n        run: npm run fetch\n",
];

function workflowOf({ csv, url }: ProjectTable): string {
  if (url !== undefined) return workflow.replace(CHANGED, SCHEDULED).replace(TRAIN, FETCH + TRAIN);
  if (csv.startsWith("data/")) return workflow;
  const path = JSON.stringify(csv.replaceAll(/[\\*?+[\]!]/g, "\\$&")); // patterns of GitHub have these
  return workflow.replace(CHANGED, () => CHANGED.replace('"data/**"', () => path));
}

function json(value: object): string {
  return JSON.stringify(value, null, 2) + "\n";
}

/** A name that npm accepts, after the folder's. */
function packageName(folder: string): string {
  const words = basename(resolve(folder)).toLowerCase().match(/[a-z\d]+/g) ?? ["project"];
  return words.join("-").slice(0, 100);
}

function readme(name: string, { csv, target, url }: ProjectTable): string {
  const fetches = url === undefined ? "" : `- \`npm run fetch\` fetches the table from ${url}.\n`;
  const when = url === undefined
    ? "when the table or the config changes"
    : "every Monday on the table as it is then, and when the config changes";
  return `# ${name}

A network that predicts \`${target}\` from the other columns of \`${csv}\`.

- \`npm install\` installs Inkling, once.
${fetches}- \`npm run train\` trains by \`config.json\`, and writes the run into \`runs/${RUN}/\`.
- \`npm run evaluate\` shows how good it is, and \`npm run report\` writes \`runs/${RUN}/report.html\`.
- \`npm run predict -- new.csv\` predicts the rows of a table, and \`npm run serve\` answers over HTTP.
- After a change of the table or the config, \`npm run train -- --replace\` trains anew.
- \`.github/workflows/train.yml\` trains ${when}; its \`FLOOR\` is the least accuracy.
`;
}
