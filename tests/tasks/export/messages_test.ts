/** The messages of `export`. */

import { join } from "@std/path";
import { parseTrainedModel } from "../../../lib/table/folds/fold_ensemble.ts";
import { formatSafetensors, parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { Network } from "../../../mod.ts";
import { tinyRun } from "../../helpers/mnist_data.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import { granted } from "../../helpers/run_task.ts";
import { IRISES, sharedRun } from "../../helpers/shared_runs.ts";
import { failing, trained } from "../../helpers/outcomes.ts";
import { writeFiles } from "../../helpers/write_files.ts";
import { oldPath } from "../../old_runs/old_runs.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

pin("export", async (folder) => {
  const { run } = await tinyRun(folder);
  const at = (name: string) => join(folder, name);
  const network = new Network([784, 20, 12, 10], { seed: 4 });
  const tensors = [...parseSafetensors(network.toSafetensors()).tensors];
  await writeFiles(folder, {
    damaged: "weights",
    torch: formatSafetensors(tensors, { format: "pt" }),
    "alone.safetensors": network.toSafetensors(),
    "other/weights.safetensors": "of another run",
    "other/summary.json": "of another run",
    "there.onnx": "mine",
  });
  const exporting = (...words: string[]) => failing("export", run, ...words);
  const half = ["--format", "module", "--weights", "float16"];
  const explained = ["--explain", "--out", at("refused.mjs")];
  return [
    exporting("--format", "onxx"),
    exporting("--activation", "relu"),
    failing("export", at("none")),
    failing("export", at("damaged")),
    exporting("--out", at("there.onnx")),
    exporting("--out", join(run, "weights.safetensors"), "--force"),
    exporting("--out", run, "--force"),
    exporting("--out", at("other/weights.safetensors"), "--format", "safetensors", "--force"),
    exporting("--out", at("other/summary.json"), "--format", "json", "--force"),
    exporting("--out", at("m.npz"), "--format", "onnx"),
    exporting("--out", at("m.npz"), "--format", "json"),
    exporting("--format", "tensorboard", "--out", at("a.bin")),
    failing("export", at("alone.safetensors"), "--format", "tensorboard"),
    failing("export", at("torch")),
    failing("export", at("torch"), "--activation", "relu"),
    failing("export", at("torch"), "--activation", "rely"),
    failing("export", at("alone.safetensors"), ...half),
    exporting("--weights", "float16"),
    exporting("--explain"),
    failing("export", oldPath("runs/digits"), ...explained),
  ];
}, { ignore: !granted("read", "write", "run", "net") });

pin("files whose table is damaged, or not their network's", async (folder) => {
  const run = await sharedRun("irises", (shared) => trained(shared, "irises", IRISES, "epochs=5"));
  const bytes = await Deno.readFile(join(run, "weights.safetensors"));
  const { config: _, ...metadata } = parseSafetensors(bytes).metadata;
  const table = JSON.parse(metadata["table"]!);
  const [first, ...others] = table.columns;
  const { target } = table;
  const changes = {
    none: undefined,
    "another target": { ...table, target: 1 },
    "a text for a mean": { ...table, columns: [{ ...first, mean: "5" }, ...others] },
    "a column less": { ...table, columns: others },
    "other classes": { ...table, target: { ...target, classes: target.classes.toReversed() } },
  };
  const network = parseTrainedModel(bytes);
  const files = Object.entries(changes).map(([name, changed]) => {
    const text = JSON.stringify(changed) ?? "{";
    return [name, network.toSafetensors({ ...metadata, table: text })] as const;
  });
  await writeFiles(folder, Object.fromEntries(files));
  return Object.keys(changes).map((name) => join(folder, name)).flatMap((file) => [
    failing("predict", file, "tests/outsider/iris.csv"),
    failing("export", file),
  ]);
}, { ignore: !granted("read", "write", "run") });
