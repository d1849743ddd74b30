/** The files of a project that trains on a table. @module */

import { basename, resolve } from "@std/path";
import inkling from "../../deno.json" with { type: "json" };
import workflow from "./project/train.yml" with { type: "text" };

/** What a project is about. */
export interface Project {
  /** The folder that it is made in. */
  readonly folder: string;
  /** The table, from that folder, with slashes. */
  readonly csv: string;
  /** The column to predict. */
  readonly target: string;
  /** The least accuracy that its workflow accepts, a fraction; none if not given. */
  readonly floor?: string;
  /** The tarball of the commands in that folder; undefined if npm's registry has their version. */
  readonly tarball?: string | undefined;
}

/** The name of the run that a project trains. */
const RUN = "model";

/** The schema of configs in the package of the commands, by which editors complete them. */
const SCHEMA = "./node_modules/inkling/tasks/configs/schema.json";

/** The texts of a project's files by their paths in it; the table is not one of them. */
export function projectFiles(
  { folder, csv, target, floor = "", tarball }: Project,
): Map<string, string> {
  const name = packageName(folder);
  const config = {
    $schema: SCHEMA,
    dataset: { csv, target, gaps: "category" },
    folds: "auto",
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
    devDependencies: { inkling: tarball === undefined ? inkling.version : `file:${tarball}` },
  };
  return new Map([
    ["package.json", json(settings)],
    ["config.json", json(config)],
    [".gitignore", "node_modules/\nruns/\nhistory/\n"],
    [".github/workflows/train.yml", workflow.replace('FLOOR: ""', `FLOOR: "${floor}"`)],
    ["README.md", readme(name, csv, target)],
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

- \`npm install\` brings [Inkling](https://www.npmjs.com/package/inkling), once.
- \`npm run train\` trains by \`config.json\`, and writes the run into \`runs/${RUN}/\`.
- \`npm run evaluate\` shows how good it is, and \`npm run report\` writes \`runs/${RUN}/report.html\`.
- \`npm run predict -- new.csv\` predicts the rows of a table, and \`npm run serve\` answers over HTTP.
- After a change of the table or the config, \`npm run train -- --replace\` trains anew.
- \`.github/workflows/train.yml\` trains every Monday; its \`FLOOR\` is the least accuracy.
`;
}
