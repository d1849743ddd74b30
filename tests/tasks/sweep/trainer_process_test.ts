/** Processes that train and die as they start. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { granted, namesIn, outcomeOf, startTask } from "../../helpers/run_task.ts";
import { bytesOf, sweep, sweepDone, writeSweep } from "./sweep_runs.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

const test = testsWhere(
  granted("read", "write", "run", "net", "env") && Deno.build.os !== "windows",
);

/** Puts a `deno` into a folder that does something the first times that it is started; returns the PATH with it. */
async function pathWith(folder: string, times: number, does: string): Promise<string> {
  const numbers = Array.from({ length: times }, (_, k) => k + 1).join(" ");
  const text = `#!/bin/sh
for k in ${numbers}; do
  if mkdir "${folder}/$k" 2> /dev/null; then ${does}; fi
done
exec "${Deno.execPath()}" "$@"
`;
  await Deno.writeTextFile(join(folder, "deno"), text, { mode: 0o755 });
  return `${folder}:${Deno.env.get("PATH")}`;
}

test("a process that is killed as it starts is started again", async (folder) => {
  const file = await writeSweep(folder.path, "random", { epochs: 1 });
  const words = [file, "--processes", "2", "--no-report", "--out"];
  await sweepDone([...words, join(folder.path, "straight")]);
  const PATH = await pathWith(folder.path, 4, "kill -9 $$");
  const { stderr } = await sweepDone([...words, join(folder.path, "out")], { env: { PATH } });
  assertEquals(stderr, "");
  const [out, straight] = [join(folder.path, "out"), join(folder.path, "straight")];
  assertEquals(await bytesOf(out), await bytesOf(straight));
});

test("a process that never starts, or prints why, ends the sweep", async (folder) => {
  const file = await writeSweep(folder.path, "random", { epochs: 1 });
  const cases: [does: string, starts: number, message: RegExp][] = [
    ["kill -9 $$", 5, /^error: Cannot start .*: 5 were killed .*\n$/],
    ["echo error: no memory >&2; exit 1", 1, /^error: Cannot start .*: no memory\n$/],
  ];
  for (const [k, [does, starts, message]] of cases.entries()) {
    const path = join(folder.path, `deno-${k}`);
    await Deno.mkdir(path);
    const PATH = await pathWith(path, 20, does);
    const words = [file, "--processes", "1", "--out", join(path, "out")];
    const { code, stderr } = await sweep(words, { env: { PATH } });
    assertMatch(stderr, message);
    const started = (await namesIn(path)).filter((name) => /^\d+$/.test(name));
    assertEquals([code, started.length], [1, starts]);
  }
});

test("a sweep that is interrupted as its processes start ends so", async (folder) => {
  const file = await writeSweep(folder.path, "random", { epochs: 1 });
  // As Ctrl-C in a terminal: the sweep gets it, and the processes, which have no handler for it yet.
  const PATH = await pathWith(folder.path, 20, "kill -INT $PPID; sleep 0.3; kill -9 $$");
  const words = ["--processes", "1", "--out", join(folder.path, "out")];
  const process = startTask(["sweep", file, ...words], { env: { PATH } });
  const { code, stderr } = await outcomeOf(process);
  assertEquals([code, /Cannot start/.test(stderr)], [130, false], stderr);
});
