/** A section on each command, made from the commands' tables of options, which `--help` prints too. @module */

import type { Command, Option } from "../../../tasks/cli/arguments.ts";
import { laidOut } from "../../../tasks/cli/layout.ts";
import { optionNotes } from "../../../tasks/cli/main.ts";
import { command as buildNative } from "../../../tasks/build_native.ts";
import { command as demo } from "../../../tasks/demo.ts";
import { command as evaluateCommand } from "../../../tasks/evaluate.ts";
import { command as exportCommand } from "../../../tasks/export.ts";
import { command as fetch } from "../../../tasks/fetch.ts";
import { command as init } from "../../../tasks/init.ts";
import { command as predict } from "../../../tasks/predict.ts";
import { command as report } from "../../../tasks/report.ts";
import { command as runs } from "../../../tasks/runs.ts";
import { mergeCommand as sweepMerge } from "../../../tasks/sweep/merge.ts";
import { planCommand } from "../../../tasks/sweep/plan_task.ts";
import { runCommand } from "../../../tasks/sweep/run_task.ts";
import { command as serve } from "../../../tasks/serve.ts";
import { command as train } from "../../../tasks/train.ts";
import { command as verify } from "../../../tasks/verify.ts";

/** A command with an example, and the guide that goes on from here. */
type Entry = readonly [command: Command, example: string, guide: string];

/** All commands, in the order of the page. */
export const ENTRIES: readonly Entry[] = [
  [fetch, "fetch --from ~/Downloads/mnist", "[MNIST](mnist.md)"],
  [
    train,
    "train --set 'sizes=[784,100,10]' --set epochs=10 --name wide",
    "[The config](config.md), [runs](runs.md), [your data](your-data.md)",
  ],
  [
    init,
    "init ../shop --csv orders.csv --target returned",
    "[Projects](install.md#a-project-that-retrains-itself)",
  ],
  [
    buildNative,
    "build_native --target linux-aarch64",
    "[Native kernels](performance.md#native-kernels)",
  ],
  [runs, "runs --json", "[Runs](runs.md)"],
  [
    evaluateCommand,
    "evaluate tutorial --split validation --worst 3",
    "[Evaluate](evaluate.md)",
  ],
  [verify, "verify tutorial --retrain", "[What it checks, key by key](runs.md#verification)"],
  [report, "report tutorial wide --format markdown", "[Reports](runs.md#reports)"],
  [predict, "predict penguins new.csv --out predicted.csv", "[Predict](predict.md)"],
  [
    exportCommand,
    "export tutorial --format onnx",
    "[Export](ship.md#export), [the model file](formats.md)",
  ],
  [serve, "serve penguins --port 9000", "[The server](serve.md)"],
  [demo, "demo wide --port 9000", "[The page](../packages/page/README.md)"],
  [runCommand, "sweep tasks/sweeps/learning-rate.json --dry-run", "[Sweeps](sweeps.md)"],
  [
    planCommand,
    "sweep plan tasks/sweeps/learning-rate.json --shards 4",
    "[Many machines](sweeps.md#many-machines)",
  ],
  [
    sweepMerge,
    "sweep merge data/sweeps/part-1 data/sweeps/part-2 --out data/sweeps/whole",
    "[Many machines](sweeps.md#many-machines)",
  ],
];

/** How many commands have to take an option for it to be described once, for all of them. */
const SHARED_BY = 3;

/** The width of a block of text, in characters. */
const BLOCK_COLUMNS = 100;

/** A section on each command, then one on the options that several of them take. */
export function commandReference(): string {
  const counts = new Map<string, number>();
  for (const [{ options }] of ENTRIES) {
    for (const option of Object.entries<Option>(options).map(described)) {
      counts.set(option, (counts.get(option) ?? 0) + 1);
    }
  }
  const shared = [...counts].flatMap(([option, count]) => count < SHARED_BY ? [] : [option]);
  const links = ENTRIES.map(([{ name }]) => `[${name}](#${name.replace(" ", "-")})`);
  return [
    `${links.join(", ")}.`,
    ...ENTRIES.map((entry) => section(entry, shared)),
    "## Options of several commands",
    shared.join("\n"),
  ].join("\n\n");
}

function section([command, example, guide]: Entry, shared: readonly string[]): string {
  const operands = command.operands === undefined ? "" : ` ${command.operands.value}`;
  const options = Object.entries<Option>(command.options);
  const own = options.filter((option) => !shared.includes(described(option)));
  const others = options.filter((option) => !own.includes(option)).map(written);
  const also = `- ${others.join(", ")}: see [below](#options-of-several-commands)`;
  return [
    `## ${command.name}`,
    ...command.description.split("\n\n").map(paragraph),
    `\`deno task ${command.name}${operands}\`; ${guide}.`,
    `\`\`\`sh\ndeno task ${example}\n\`\`\``,
    [...own.map(described), ...others.length === 0 ? [] : [also]].join("\n"),
  ].join("\n\n");
}

/** Lines that are set in, as a list of formats, are a block. */
function paragraph(text: string): string {
  if (!text.startsWith("  ")) return text;
  return `\`\`\`text\n${laidOut(text.replaceAll(/^ {2}/gm, ""), BLOCK_COLUMNS)}\n\`\`\``;
}

function written([name, { value }]: [name: string, option: Option]): string {
  return `\`--${name}${value === undefined ? "" : ` ${value}`}\``;
}

function described(entry: [name: string, option: Option]): string {
  return `- ${written(entry)}: ${entry[1].description}${optionNotes(entry[1])}`;
}
