/** The messages of `verify`. */

import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { FILES } from "../../../tasks/run/run_folder.ts";
import type { Checks } from "../../../tasks/verify/checks.ts";
import { verifyTask } from "../../../tasks/verify.ts";
import { retrain } from "../../../tasks/verify/retrain.ts";
import type { VerifiedRun } from "../../../tasks/verify/verified_run.ts";
import { trainIn } from "../../faults/failing_commands.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";

const { signal } = new AbortController();

/** Verifies a trained run whose summary has other values. */
function verifying(values: object): () => Promise<void> {
  return () =>
    inFolder(async (folder) => {
      const run = join(folder, "run");
      await trainIn(run, 1);
      const file = join(run, FILES.summary);
      const summary = JSON.parse(await Deno.readTextFile(file));
      await Deno.writeTextFile(file, JSON.stringify({ ...summary, ...values }));
      const moved = {
        csv: undefined,
        table: [],
        images: undefined,
        idx: undefined,
        npz: undefined,
      };
      const options = {
        retrain: false,
        json: true,
        data: "",
        engine: "wasm",
        module: undefined,
        ...moved,
      };
      await verifyTask({ operands: [run], options }, signal);
    });
}

/** Retrains a run whose summary has these values. */
function retraining(values: object): () => Promise<void> {
  const summary = { engine: "wasm", versions: { numerics: 3 }, seconds: 1, ...values };
  const run = { path: "run", summary, opened: {} } as unknown as VerifiedRun;
  return () => retrain({} as Checks, run, "wasm", signal);
}

const NO: readonly [what: string, summary: object, why: string][] = [
  [
    "of CBLAS",
    { engine: "blas" },
    "CBLAS trained it, which gives other bytes than the engines here",
  ],
  ["distilled", { teacher: {} }, "it learned from an ensemble, which is not in its folder"],
  [
    "of other numerics",
    { versions: { numerics: 1 } },
    "it is of version 1 of the numerics, and version 3 gives other bytes",
  ],
];

testMessages(
  "verify",
  NO.map(([what, summary, why]): MessageRow => [
    `a run ${what}`,
    retraining(summary),
    UsageError,
    `Cannot retrain run: ${why}`,
  ]),
);
testMessages("verify with files", [[
  "other data",
  verifying({ data: {} }),
  Error,
  "Cannot verify FOLDER/run with this data: it is not the data that the run learned from",
]], { ignore: !granted("read", "write") });
