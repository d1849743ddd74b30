/** The messages of `report`, and its sentences about training again. */

import { join } from "@std/path";
import { retrainText } from "../../../../tasks/results/report/texts.ts";
import type { ReportedRun } from "../../../../tasks/results/report/problem/runs.ts";
import { reportTask } from "../../../../tasks/report.ts";
import { collectRuns } from "../../../../tasks/results/report/collect.ts";
import { writeReport } from "../../../../tasks/results/report/write_report.ts";
import { FILES, type Summary } from "../../../../tasks/run/run_folder.ts";
import { RunFolder } from "../../../../tasks/run/run_writer.ts";
import { trainIn } from "../../../faults/failing_commands.ts";
import { inFolder } from "../../../helpers/in_folder.ts";
import { tinyRun } from "../../../helpers/mnist_data.ts";
import { failing } from "../../../helpers/outcomes.ts";
import { granted } from "../../../helpers/run_task.ts";
import { each, pinnedIn } from "../../../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const OPTIONS: Parameters<typeof reportTask>[0]["options"] = {
  out: undefined,
  format: "html",
  force: false,
  split: undefined,
  data: "",
  csv: undefined,
  table: [],
  images: undefined,
  idx: undefined,
  npz: undefined,
};

/** Reports on a trained run after a change. */
function reporting(change: (run: string) => unknown): Promise<void> {
  return inFolder(async (folder) => {
    await trainIn(join(folder, "run"), 1);
    await using _ = await change(join(folder, "run")) as AsyncDisposable | undefined;
    await writeReport([join(folder, "run")], { data: "" });
  });
}

/** Changes values of a file of JSON, or of its first line. */
function changing(name: string, values: object) {
  return async (run: string) => {
    const [first, ...more] = name.endsWith("l")
      ? (await Deno.readTextFile(join(run, name))).split("\n")
      : [await Deno.readTextFile(join(run, name))];
    const text = [JSON.stringify({ ...JSON.parse(first!), ...values }), ...more].join("\n");
    await Deno.writeTextFile(join(run, name), text);
  };
}

/** Collects the run and another one, whose config has other values. */
function collecting(values: object): Promise<void> {
  return inFolder(async (folder) => {
    const [run, other] = [join(folder, "run"), join(folder, "other")];
    await trainIn(run, 1);
    await trainIn(other, 1);
    await changing(FILES.config, values)(other);
    await Deno.remove(join(other, FILES.weights)); // they are not looked at
    await collectRuns([run, other], undefined, "");
  });
}

pin("report", [
  () => reporting((run) => RunFolder.open(run)),
  () => reporting(changing(FILES.summary, { weightsSha256: "0" })),
  () => reporting(changing(FILES.summary, { seed: undefined })),
  () => reporting(changing(FILES.summary, { seed: "<b>" })),
  () => reporting(changing(FILES.metrics, { learningRate: undefined })),
  () => reporting(changing(FILES.metrics, { learningRate: "3" })),
  () => reportTask({ operands: ["./a", "./a"], options: OPTIONS }),
  () => collecting({ dataset: "mnist", sizes: [784, 10] }),
  () => collecting({ splitSeed: 3 }),
  () => collecting({ dataset: { csv: "iris.csv", target: "species", splitAfter: true } }),
], { ignore: !granted("read", "write") });

pin("wrong command lines of report", async (folder) => {
  const { run, data } = await tinyRun(folder);
  const report = (...words: string[]) => failing("report", run, "--data", data, ...words);
  const out = (name: string) => ["--out", join(folder, name)];
  await Deno.symlink(join(run, FILES.weights), join(folder, "link.html"));
  const weights = async () => (await Deno.readFile(join(run, FILES.weights))).toHex();
  const before = await weights();
  const rows = [
    failing("report", join(folder, "none")),
    failing("report", run, "--data", folder),
    report(...out("link.html"), "--force"),
    ...["weights.safetensors", "summary.json", "page", "page.pdf"].map((name) =>
      report(...out(join("tutorial", name)), "--force")
    ),
    report(...out("other.md")),
    report(...out("other.html"), "--format", "markdown"),
  ];
  return [
    ...rows.map(([what, call]) => [what.replace(data, "DATA"), call] as const),
    ["the weights then", async () => await weights() === before ? "as before" : "changed"],
  ];
}, { ignore: !granted("read", "write", "run", "net") });

/** The text on training a run of at most ten epochs again, and the command. */
function again(summary: Partial<Summary>): string {
  const whole = { engine: "wasm", epochs: 10, epoch: 10, ended: "done", ...summary };
  const run = { path: "data/runs/one", config: { epochs: 10 }, summary: whole };
  const { text, command } = retrainText(run as unknown as ReportedRun);
  return `${text}\n${command}`;
}

pin("training again", [
  () => again({}),
  () => again({ ended: "earlyStopping", epochs: 7, epoch: 4 }),
  ...each("ended by", ["timeLimit", "interrupted", "paused", "diverged"] as const, (ended) => {
    return again({ ended, epochs: 7, epoch: 4 });
  }),
]);
