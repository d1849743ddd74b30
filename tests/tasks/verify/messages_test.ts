/** The messages of `verify`. */

import { join } from "@std/path";
import { FILES } from "../../../tasks/run/run_folder.ts";
import type { Checks } from "../../../tasks/verify/checks.ts";
import { verifyTask } from "../../../tasks/verify.ts";
import { retrain } from "../../../tasks/verify/retrain.ts";
import type { VerifiedRun } from "../../../tasks/verify/verified_run.ts";
import { trainIn } from "../../faults/failing_commands.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { tinyRun } from "../../helpers/mnist_data.ts";
import { failing } from "../../helpers/outcomes.ts";
import { granted } from "../../helpers/run_task.ts";
import { type Calls, pinnedIn } from "../../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const { signal } = new AbortController();

/** Verifies a trained run whose summary has other values. */
function verifying(values: object): Promise<void> {
  return inFolder(async (folder) => {
    const run = join(folder, "run");
    await trainIn(run, 1);
    const file = join(run, FILES.summary);
    const summary = JSON.parse(await Deno.readTextFile(file));
    await Deno.writeTextFile(file, JSON.stringify({ ...summary, ...values }));
    const options = {
      retrain: false,
      json: true,
      data: "",
      engine: "wasm",
      module: undefined,
      csv: undefined,
      table: [],
      images: undefined,
      idx: undefined,
      npz: undefined,
    };
    await verifyTask({ operands: [run], options }, signal);
  });
}

/** Retrains a run whose summary has these values. */
function retraining(values: object): Promise<void> {
  const summary = { engine: "wasm", versions: { numerics: 3 }, seconds: 1, ...values };
  const run = { path: "run", summary, opened: {} } as unknown as VerifiedRun;
  return retrain({} as Checks, run, "wasm", signal);
}

pin("verify", [
  () => retraining({ versions: { numerics: 1 } }),
]);
pin("verify with files", [() => verifying({ data: {} })], { ignore: !granted("read", "write") });

/** What verify prints where a file of the run has another text, or is missing. */
const damaged = (run: string, name: string, text?: string): Calls[number] => {
  const [what, call] = failing("verify", run);
  return [`${what}, ${name} with ${text}`, async () => {
    const path = join(run, name);
    const before = await Deno.readTextFile(path);
    await (text === undefined ? Deno.remove(path) : Deno.writeTextFile(path, text));
    const printed = await call();
    await Deno.writeTextFile(path, before);
    return printed;
  }];
};

pin("verify of a damaged run", async (folder) => {
  const { run } = await tinyRun(folder);
  return [
    damaged(run, FILES.metrics, "{"),
    damaged(run, FILES.metrics),
    damaged(run, FILES.summary, "[1]"),
    damaged(run, FILES.summary),
    damaged(run, FILES.config, '{"sede": 1}'),
    damaged(run, FILES.config),
  ];
}, { ignore: !granted("read", "write", "run", "net") });
