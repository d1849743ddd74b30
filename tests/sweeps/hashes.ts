/** Writes `hashes.json`: what the three sweeps come to on one machine. */

import { join } from "@std/path";
import { runTask, temporaryFolder } from "../helpers/run_task.ts";
import { SAME, sweepFile, sweepSha256 } from "./same.ts";

const hashes: Record<string, string> = {};
for (const name of SAME) {
  await using folder = await temporaryFolder();
  const out = join(folder.path, name);
  const { code, stderr } = await runTask(["sweep", sweepFile(name), "--out", out, "--no-report"]);
  if (code !== 0) throw new Error(stderr);
  hashes[name] = await sweepSha256(out);
}
await Deno.writeTextFile(
  new URL("hashes.json", import.meta.url),
  JSON.stringify(hashes, null, 2) + "\n",
);
