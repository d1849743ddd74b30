/**
 * The sentences of command lines, and the hints to somebody who writes the names of another library, or of Nielsen's book.
 */

import { parseDraft } from "../../../lib/config.ts";
import { parseSweepDraft } from "../../../tasks/sweep/sweep.ts";
import { Dataset, fit, Network } from "../../../mod.ts";
import { type Command, parseArguments, wholeNumber } from "../../../tasks/cli/arguments.ts";
import {
  changeDataset,
  datasetOptionsOf,
  type DatasetOptionValues,
} from "../../../tasks/data/options.ts";
import { readCosts, readCoverage } from "../../../tasks/cli/decision_values.ts";
import {
  bytes,
  column,
  count,
  counted,
  duration,
  fourDigits,
  inPercent,
  moment,
  percent,
} from "../../../tasks/cli/format.ts";
import { asksForHelp, asksForVersion, denoProblem, helpText } from "../../../tasks/cli/main.ts";
import { Progress } from "../../../tasks/cli/progress.ts";
import { joined, styled, terminalText } from "../../../tasks/cli/styled.ts";
import { markdownTable, table } from "../../../tasks/cli/table.ts";
import { thinned } from "../../../lib/document/blocks.ts";
import { command as predictCommand } from "../../../tasks/predict.ts";
import { changeDraft } from "../../../tasks/run/config.ts";
import { runCommand } from "../../../tasks/sweep/run_task.ts";
import { leftCommand } from "../../../tasks/system/left_commands.ts";
import { command as trainCommand } from "../../../tasks/train.ts";
import { each, pinnedIn } from "../../helpers/pinned.ts";
import { FakeTerminal } from "../data/fake.ts";
import { drawn } from "./drawn.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const command = {
  name: "paint",
  description: "Paint.",
  options: {
    color: { value: "NAME", description: "The color", choices: ["red", "green"], default: "red" },
    offset: { value: "N", description: "The offset" },
    set: { value: "KEY=VALUE", description: "Sets a key", repeatable: true },
    as: { value: "KIND COLUMN", description: "How", repeatable: true, isPair: true },
    json: { description: "Print JSON" },
  },
  operands: { value: "FILE", min: 1, max: 1 },
  settable: { keys: ["batchSize"] },
  instead: (name) => name === "epochs" ? "--set epochs=N" : undefined,
  insteadOfOperand: (word) => word === "iris.csv" ? "--csv iris.csv" : undefined,
} as const satisfies Command;

const values: DatasetOptionValues = {
  cost: undefined,
  positive: undefined,
  coverage: undefined,
  metric: undefined,
  csv: undefined,
  images: undefined,
  idx: undefined,
  npz: undefined,
  target: [],
  kind: undefined,
  gaps: undefined,
  without: [],
  as: [],
  "missing-value": [],
  split: undefined,
  test: undefined,
  weights: undefined,
  "split-by": [],
  "split-after": undefined,
  table: [],
  encoding: undefined,
  sheet: undefined,
  query: undefined,
};

const COSTS = ["", "5", "miss=5", "miss=5,miss=1", "false alarm=0,miss=1", "fp=1,fn=2"];

const parse = (...words: string[]) => parseArguments(words, command);

pin("tasks/cli", [
  () => parse("--verbose"),
  () => parse("--jsn=1"),
  () => parse("-x"),
  () => parse("--__proto__=1"),
  () => parse("--colour", "red"),
  () => parse("--batch-size", "3"),
  () => parse("--epochs", "3"),
  () => parse("--offset"),
  () => parse("--offset="),
  () => parse("--offset", "--json"),
  () => parse("--offset", "1", "--offset=2"),
  () => parse("--set", "a=1", "--set"),
  () => parse("--as"),
  () => parse("--json", "--json"),
  () => parse("--json=no"),
  () => parse("--color", "gren"),
  () => parse("--color=constructor"),
  () => parse(),
  () => parse("a", "b"),
  () => parse("a", "iris.csv"),
  () => parseArguments(["stray"], { name: "none", description: "", options: {} }),
  ...each("--seed", ["", "1.5", "1e3", "0x10", "-1", "9".repeat(20)], (text) => {
    return wholeNumber("seed", text);
  }),
  () => wholeNumber("workers", "65", { min: 1, max: 64 }),
  () => datasetOptionsOf({ ...values, csv: "a.csv", npz: "a.npz" }),
  () => changeDataset({ images: "photos" }, { target: "a" }),
  () => changeDataset({ images: "photos" }, { splitBy: "a" }),
  () => denoProblem("2.5.7"),
  () => denoProblem("1.46.3"),
  ...each("--cost", COSTS, readCosts),
  ...each("--coverage", ["", "0", "1", "90%", "nine"], readCoverage),
  ...each("--test", ["", "1", "-0.1", "15%"], (test) => datasetOptionsOf({ ...values, test })),
  ...each("command", ["ensemble", "completion", "track"], leftCommand),
]);

const several = { ...command, operands: { value: "FILE…", min: 0, max: 2 } };
const inspected = (value: unknown) => Deno.inspect(value, { breakLength: Infinity });
const parsed = (...words: string[]) => inspected(parse(...words, "a"));
const SIGNED = ["-3", "-1e-4", "-.5", "007", "1e3"];

pin("what is parsed", [
  () => parsed(),
  () => parsed("--color", "green"),
  () => parsed("--color=green"),
  ...each("--offset", SIGNED, (value) => parsed("--offset", value)),
  ...each("--offset=", SIGNED, (value) => parsed(`--offset=${value}`)),
  () => parsed("--offset=--json"),
  () => parsed("--set", "a=1", "--json", "--set=b=[1,2]"),
  () => inspected(parseArguments(["007", "--", "--json"], several).operands),
  () => `${wholeNumber("seed", "0")}`,
  () => `${wholeNumber("seed", "-3", { min: -5 })}`,
  // An option of two words takes both, or one word that has both.
  () => parsed("--as", "text", "zip", "--color", "red"),
  () => parsed("--as", "text", "zip code", "--as", "mdy", "-5"),
  () => parsed("--as=text=zip"),
  () => parsed("--as", "text=zip", "--color", "red"),
  ...each("asks for help:", [["--wrong", "--help"], ["-h"], ["--", "--help"], []], (words) => {
    return `${asksForHelp(words)}`;
  }),
  ...each(
    "asks for the version:",
    [["--wrong", "--version"], ["--", "--version"], ["--version=1"]],
    (words) => `${asksForVersion(words)}`,
  ),
]);

const draft = (config: object) => [JSON.stringify(config), () => parseDraft(config)] as const;

/** Configs with each of these functions in turn. */
const functions = (key: string, names: string) =>
  names.split(" ").map((name) => draft({ [key]: name }));

pin("keys of a config by other names", [
  ..."lr LearningRate momentum layers weight_decay validation_split name".split(" ")
    .map((key) => draft({ [key]: 1 })),
  draft({ augment: { degrees: 5 } }),
  draft({ optimizer: { name: "adam", lr: 1 } }),
  draft({ optimizer: { name: "adam", weight_decay: 0.1 } }),
]);

pin("functions by other names", [
  ...functions("activation", "swish SiLU nn.GELU() hardswish"),
  ...functions("optimizer", "rmsprop"),
  draft({ optimizer: { name: "torch.optim.SGD" } }),
  ...functions("cost", "mae"),
  ...functions("initializer", "kaiming_normal"),
  ...functions("monitor", "val_loss"),
  ...functions("dataset", "fashion_mnist"),
]);

pin(
  "--set",
  each("--set", [
    "lr=1",
    "sizes=[784,100,10",
    "sizes=784, 100, 10]",
    "sizes=(784,100,10)",
    "hidden=30",
    "sizes=784,many,10",
    'evaluate=["test"',
    "evaluate=[validation,test]",
    "learningRate=0,5",
    "epochs=2.5x",
    "l2=-1x",
    "epochs=1e309",
    "learningRate=1e999",
    "l2=-1e999",
    "sizes=[784,1e400,10]",
  ], (assignment) => changeDraft({}, [assignment], "it")),
);

const grid = { config: {}, method: "grid" };
const ofParameter = (epochs: object) => ({ ...grid, parameters: { epochs } });

pin(
  "keys and functions of a sweep by other names",
  each("", [
    { ...grid, n_trials: 3 },
    ofParameter({ low: 1, max: 2 }),
    { ...grid, halving: { eta: 3 } },
    { ...grid, method: "hyperband" },
    { ...grid, metric: { name: "val_accuracy" } },
    ofParameter({ min: 1, max: 1e309 }),
  ], parseSweepDraft),
);

/** A command line with each of these options in turn. */
const options = (command: Command, names: string) =>
  names.split(" ").map((name) =>
    [`${command.name} --${name}`, () => parseArguments([`--${name}`, "3"], command)] as const
  );

pin("options of the command line by other names", [
  ...options(trainCommand, "lr batch_size epoch layers momentum random-state cofnig"),
  ...options(runCommand, "lr"),
  ...options(predictCommand, "output"),
  () => parseArguments(["--engine", "gpu"], trainCommand),
  () => trainCommand.options.name.description,
]);

const data = Dataset.from({ inputs: [[0], [1]], labels: ["a", "b"] });
const examples = { inputs: [[1]], labels: [0] };
const network = () => new Network([1, 2]);
const fits = (options: object) =>
  fit(network(), data, { epochs: 1, batchSize: 1, learningRate: 1, ...options });
const makes = (options: object) => new Network([1, 2], options);

pin("options of the library by other names", [
  () => fits({ lr: 1 }),
  () => fits({ weight_decay: 1 }),
  () => fits({ validation_data: data }),
  () => fits({ optimizer: { name: "adam", lr: 1 } }),
  () => fits({ optimizer: { name: "rmsprop" } }),
  () => makes({ loss: "mse" }),
  () => makes({ layers: [1, 2] }),
  () => makes({ learningRate: 1 }),
  () => makes({ activation: "ELU" }),
  () => network().updateMiniBatch(examples as never, 1, { lr: 1 } as never),
  () => Dataset.from({ X: [[1]], labels: [0] } as never),
  () => Dataset.from({ ...examples, y: [0] } as never),
  // LAMB is an optimizer, and here a slip of lamp.
  () => Dataset.from({ inputs: [[1], [2]], labels: ["lamb", "cow"], classNames: ["lamp", "cow"] }),
]);

pin("help", [() => helpText(command, true)]);

pin("numbers", [
  ...each("percent", [0.97161, null], (value) => percent(value)),
  () => percent(0.5, 0),
  () => inPercent(0.97161),
  () => inPercent(1, 1),
  ...each("count", [50_000], count),
  ...each("epochs", [0, 1, 1234], (n) => counted(n, "epoch")),
  ...each("bytes", [0, 999, 60_008, 47_040_016], bytes),
  ...each("seconds", [0, 59, 59.7, 61, 3661], (seconds) => duration(seconds)),
  ...each("seconds with a digit", [8.31, 59.96, 125.4], (seconds) => duration(seconds, 1)),
  ...each("four digits", [0.123456, 12345.6, 0, 1e-7, -2.5e9, null], fourDigits),
  ...each("a column of", [
    [0.053731, 0.0496, 0.1634123],
    [3, 3, 3],
    [],
    [-1.5, 0, 12, null, undefined, 1e-8, 0.25],
  ], (values) => column(values).join(" | ")),
  () => moment(new Date("2026-11-25T03:49:59Z")),
]);

const ROWS = [["row", "n", "who", "%"], ["a", "10", "us", "1.50"], ["bbb", "7", "them", "·"]];
const CATS = [["class", "n"], ["cat", "1,000"]];

pin("tables", [
  () => thinned([...Array(1000).keys()], 7).join(), // which keeps its ends
  () => thinned([1, 2], 7).join(),
  () => table(ROWS),
  () => table([["class", "n"], ["two\r\nlines", "7"], ["\x1b[2Jred", "8"]]),
  () => markdownTable([["a", "word"], ["1", ""]]), // as deno fmt does it
  () => markdownTable(CATS, { numbers: true }),
  () => markdownTable(CATS, { numbers: true, padded: false }),
]);

const images = { label: "Epoch 10 of 30", unit: "images", total: 50_000 };

pin("progress", [
  () => drawn(80, { label: "file", unit: "bytes", total: 40_000_000 }, 10_000_000, 2000),
  () => drawn(80, { label: "file", unit: "bytes" }, 1500),
  () => drawn(100, { label: "epoch 1", unit: "images", total: 50_000 }, 25_000),
  // The time left is rounded up: there is none only at the end.
  () => drawn(100, { label: "epoch 1", unit: "images", total: 100 }, 99),
  // Numbers go before the bar does, the time left last.
  () => drawn(50, { label: "Epoch 1 of 30", unit: "images", total: 1000 }, 500),
  ...each("width", [120, 80, 0, 60, 40], (width) => drawn(width, images, 25_000, 250)),
]);

const file = { label: "file", unit: "bytes" };

/** What is printed of a piece of work, at a terminal or elsewhere. */
function printed(isTerminal: boolean, work: (of: Progress, terminal: FakeTerminal) => void) {
  const terminal = new FakeTerminal(isTerminal);
  const progress = new Progress(terminal);
  work(progress, terminal);
  return JSON.stringify(terminal.text);
}

pin("lines beside progress", [
  ["above the bar, and at the end", () =>
    printed(true, (progress) => {
      progress.start({ ...file, total: 10 });
      progress.line("news");
      progress.clear();
      progress.clear();
      progress.line("the end");
    })],
  ["elsewhere, every ten seconds", () =>
    printed(false, (progress, terminal) => {
      progress.start({ ...file, total: 100_000 });
      for (let second = 0; second <= 25; second++) {
        terminal.time = second * 1000;
        progress.update(second * 1000);
      }
      progress.line("news");
      progress.clear();
    })],
  [
    "nothing that a terminal obeys",
    () => printed(true, (progress) => progress.line("Fetched a\x1b]0;b\x07")),
  ],
]);

const bold = styled`\x1b[1m${"a\x1b[2J"}\x1b[0m`;

pin("styled text", [
  () => terminalText(bold), // what of ours a terminal obeys, and nothing else
  () => terminalText(styled`${bold}: ${"\x9b"}`),
  () => terminalText(joined(["\x07", styled`\x1b[K`, "b"], "\n")),
  () => terminalText(`${styled`\x1b[K`}`), // no string is trusted
]);
