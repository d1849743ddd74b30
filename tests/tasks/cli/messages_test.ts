/** The sentences of command lines, each pinned once; other tests look for fragments. */

import {
  type Command,
  parseArguments,
  UsageError,
  wholeNumber,
} from "../../../tasks/cli/arguments.ts";
import {
  changeDataset,
  datasetOptionsOf,
  type DatasetOptionValues,
} from "../../../tasks/cli/dataset_options.ts";
import { denoProblem } from "../../../tasks/cli/main.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";

const command = {
  name: "paint",
  description: "Paint.",
  options: {
    color: { value: "NAME", description: "The color", choices: ["red", "green"], default: "red" },
    offset: { value: "N", description: "The offset" },
    json: { description: "Print JSON" },
  },
  operands: { value: "FILE", min: 1, max: 1 },
  settable: { keys: ["batchSize"] },
  instead: (name) => name === "epochs" ? "--set epochs=N" : undefined,
  insteadOfOperand: (word) => word === "iris.csv" ? "--csv iris.csv" : undefined,
} as const satisfies Command;

const values: DatasetOptionValues = {
  ...{ cost: undefined, positive: undefined, coverage: undefined },
  ...{ csv: undefined, images: undefined, idx: undefined, npz: undefined },
  ...{ target: [], kind: undefined, gaps: undefined, without: [], as: [] },
  ...{ "split-by": undefined, "split-after": undefined },
  ...{ table: [], encoding: undefined, sheet: undefined, query: undefined },
};

/** What is refused: the words or the call, and the sentence. */
const REFUSED: readonly [given: string[] | (() => unknown), sentence: string][] = [
  [["--verbose"], "Unknown option --verbose (--help lists them)"],
  [["--colour", "red"], "Unknown option --colour, did you mean --color? (--help lists them)"],
  [
    ["--batch-size", "3"],
    "Unknown option --batch-size, did you mean --set batchSize=…? (--help lists them)",
  ],
  [["--epochs", "3"], "Unknown option --epochs, did you mean --set epochs=N? (--help lists them)"],
  [["--offset"], "--offset needs a value: --offset N"],
  [["--offset", "1", "--offset=2"], "--offset is given twice"],
  [["--json=no"], "--json takes no value: --json=no"],
  [["--color", "gren"], '--color is red or green, not "gren", did you mean green?'],
  [[], "Missing argument: FILE is needed"],
  [["a", "b"], 'Unexpected argument "b"'],
  [["a", "iris.csv"], 'Unexpected argument "iris.csv": expected --csv iris.csv'],
  [
    () => wholeNumber("seed", "1.5"),
    'Cannot read --seed "1.5": it is a whole number of at least 0',
  ],
  [
    () => wholeNumber("workers", "65", { min: 1, max: 64 }),
    'Cannot read --workers "65": it is a whole number from 1 to 64',
  ],
  [
    () => datasetOptionsOf({ ...values, csv: "a.csv", npz: "a.npz" }),
    "Cannot use --csv with --npz: expected one data set",
  ],
  [
    () => changeDataset({ images: "photos" }, { target: "a" }),
    "Cannot use --target without a table: expected --csv FILE",
  ],
  [
    () => changeDataset({ images: "photos" }, { splitBy: "a" }),
    "Cannot use --split-by without a table: expected --csv FILE",
  ],
];

testMessages("tasks/cli", [
  ...REFUSED.map(([given, sentence]): MessageRow => [
    sentence,
    Array.isArray(given) ? () => parseArguments(given, command) : given,
    UsageError,
    sentence,
  ]),
  [
    "an old Deno",
    () => {
      throw new Error(denoProblem("2.5.7"));
    },
    Error,
    "Cannot run on Deno 2.5.7: expected 2.9 or newer; run `deno upgrade`, or write `npx " +
    "--yes deno@latest` instead of `deno`",
  ],
]);
