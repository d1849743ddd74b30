/** The sentences of command lines, each pinned once; other tests look for fragments. */

import { type Command, parseArguments, wholeNumber } from "../../../tasks/cli/arguments.ts";
import {
  changeDataset,
  datasetOptionsOf,
  type DatasetOptionValues,
} from "../../../tasks/cli/dataset_options.ts";
import { denoProblem } from "../../../tasks/cli/main.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

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

const parse = (...words: string[]) => parseArguments(words, command);

pin("tasks/cli", [
  () => parse("--verbose"),
  () => parse("--colour", "red"),
  () => parse("--batch-size", "3"),
  () => parse("--epochs", "3"),
  () => parse("--offset"),
  () => parse("--offset", "1", "--offset=2"),
  () => parse("--json=no"),
  () => parse("--color", "gren"),
  () => parse(),
  () => parse("a", "b"),
  () => parse("a", "iris.csv"),
  () => wholeNumber("seed", "1.5"),
  () => wholeNumber("workers", "65", { min: 1, max: 64 }),
  () => datasetOptionsOf({ ...values, csv: "a.csv", npz: "a.npz" }),
  () => changeDataset({ images: "photos" }, { target: "a" }),
  () => changeDataset({ images: "photos" }, { splitBy: "a" }),
  () => denoProblem("2.5.7"),
]);
