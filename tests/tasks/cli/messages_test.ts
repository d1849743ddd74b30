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

const wordsRow = (what: string, words: string[], sentence: string): MessageRow => [
  what,
  () => parseArguments(words, command),
  UsageError,
  sentence,
];

const values: DatasetOptionValues = {
  ...{ csv: undefined, images: undefined, idx: undefined, npz: undefined, memory: undefined },
  ...{ target: [], kind: undefined, gaps: undefined, without: [] },
};

testMessages("tasks/cli", [
  wordsRow("an unknown option", ["--verbose"], "Unknown option --verbose (--help lists them)"),
  wordsRow(
    "a misspelt option",
    ["--colour", "red"],
    "Unknown option --colour, did you mean --color? (--help lists them)",
  ),
  wordsRow(
    "a key of the config as an option",
    ["--batch-size", "3"],
    "Unknown option --batch-size, did you mean --set batchSize=…? (--help lists them)",
  ),
  wordsRow(
    "an option that another command takes",
    ["--epochs", "3"],
    "Unknown option --epochs, did you mean --set epochs=N? (--help lists them)",
  ),
  wordsRow("an option without its value", ["--offset"], "--offset needs a value: --offset N"),
  wordsRow("an option twice", ["--offset", "1", "--offset=2"], "--offset is given twice"),
  wordsRow("a flag with a value", ["--json=no"], "--json takes no value: --json=no"),
  wordsRow(
    "a value that is no choice",
    ["--color", "gren"],
    '--color is red or green, not "gren", did you mean green?',
  ),
  wordsRow("no operand", [], "Missing argument: FILE is needed"),
  wordsRow("an operand too many", ["a", "b"], 'Unexpected argument "b"'),
  wordsRow(
    "an operand that is an option's value",
    ["a", "iris.csv"],
    'Unexpected argument "iris.csv": expected --csv iris.csv',
  ),
  [
    "a number that is none",
    () => wholeNumber("seed", "1.5"),
    UsageError,
    'Cannot read --seed "1.5": it is a whole number of at least 0',
  ],
  [
    "a number beyond its range",
    () => wholeNumber("workers", "65", { min: 1, max: 64 }),
    UsageError,
    'Cannot read --workers "65": it is a whole number from 1 to 64',
  ],
  [
    "two data sets",
    () => datasetOptionsOf({ ...values, csv: "a.csv", npz: "a.npz" }),
    UsageError,
    "Cannot use --csv with --npz: expected one data set",
  ],
  [
    "an option of a table without one",
    () => changeDataset({ images: "photos" }, { target: "a" }),
    UsageError,
    "Cannot use --target without a table: expected --csv FILE",
  ],
  [
    "an option of IDX files without them",
    () => changeDataset({ images: "photos" }, { memory: 9 }),
    UsageError,
    "Cannot use --memory without IDX files: expected --idx FOLDER",
  ],
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
