import { join } from "@std/path";
import { parseConfig, parseReproduction } from "../../../../lib/config.ts";
import { UsageError } from "../../../../tasks/cli/arguments.ts";
import { checkChosen, validationRunName } from "../../../../tasks/lab/reproduce/chosen.ts";
import { readAround } from "../../../../tasks/lab/reproduce/insert.ts";
import { chooseRows, type Row } from "../../../../tasks/lab/reproduce/rows.ts";
import { readResults } from "../../../../tasks/lab/reproduce/table_page.ts";
import { rowsWithValidationRun } from "../../../../tasks/lab/reproduce/validation_runs.ts";
import { granted, temporaryFolder } from "../../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../../helpers/says.ts";

function rowOf(reproduces: object, config: object = {}): Row {
  const json = {
    ...{ trainingSize: 50_000, epochs: 2, evaluate: [], ...config },
    reproduces: { source: "a book", ...reproduces },
  };
  return { name: "ours", config: parseConfig(json), reproduces: parseReproduction(json)! };
}

/** Checks a row by checkChosen(); its validation run is RUN in an error. */
const refused = (reproduces: object, config: object = {}) => async () => {
  const row = rowOf(reproduces, config);
  const run = await validationRunName(row, "data");
  const chosen = (row.reproduces as { chosen?: { trial: string } }).chosen;
  if (chosen?.trial === "RUN") chosen.trial = run;
  try {
    await checkChosen([row], { page: "none.md", data: "data" });
  } catch (error) {
    throw new UsageError((error as Error).message.replaceAll(run, "RUN"));
  }
};

const refusal = (reason: string) =>
  `Cannot show the result of a config that was not chosen on validation:\n  ours: ${reason}\n` +
  "Train the validation run with `deno task reproduce --trials --only ours`: it prints the line for none.md " +
  "and the key for the config";

/** Reads a file of this text, which is FOLDER/page in an error. */
function ofFile(text: string, read: (path: string) => Promise<unknown>): () => Promise<void> {
  return async () => {
    await using folder = await temporaryFolder();
    await Deno.writeTextFile(join(folder.path, "page"), text);
    try {
      await read(join(folder.path, "page"));
    } catch (error) {
      throw new Error((error as Error).message.replaceAll(folder.path, "FOLDER"));
    }
  };
}

const other = { trial: "0123456789abcdef", error: 0.01 };

const rows: MessageRow[] = [
  [
    "a row that there is not",
    () => chooseRows([rowOf({})], "hours"),
    UsageError,
    '--only: expected names of configs that have "reproduces", with commas between, got "hours", did you mean ours?',
  ],
  [
    "no row that needs a validation run",
    () => rowsWithValidationRun([rowOf({ error: 0.01 }, { evaluate: ["test"] })]),
    UsageError,
    "--trials: expected a row without a published result, or one that trains on validation's images too",
  ],
  [
    "a row that names no validation run",
    refused({}),
    UsageError,
    refusal('"reproduces" does not name what chose it; its validation run is RUN'),
  ],
  [
    "a row that evaluates test",
    refused({}, { evaluate: ["test"] }),
    UsageError,
    refusal('it evaluates test while it trains: "evaluate" has to leave test out'),
  ],
  [
    "a row that names the validation run of another config",
    refused({ chosen: other }),
    UsageError,
    refusal(
      "the validation run 0123456789abcdef has another config, data or numerics; expected RUN",
    ),
  ],
];

const rowsOfFiles: MessageRow[] = [
  [
    "a page without marks",
    ofFile("", readAround),
    Error,
    "Cannot put the table into FOLDER/page: it lacks <!-- reproduce:begin --> and <!-- reproduce:end --> after it",
  ],
  [
    "a file of other rows",
    ofFile("[1]", readResults),
    Error,
    "Cannot read FOLDER/page, which is not the rows of a table: expected a list of rows",
  ],
];

testMessages("tasks/lab/reproduce", [...rows, ...granted("read", "write") ? rowsOfFiles : []]);
