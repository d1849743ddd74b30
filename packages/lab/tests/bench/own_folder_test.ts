/** Tasks write to the folder where commands are called: no program of the benchmark takes its code from there. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { findPython, runPython } from "../../../../tests/helpers/python.ts";
import {
  flagsOf,
  granted,
  namesIn,
  outcomeOf,
  ROOT,
  startScript,
  temporaryFolder,
} from "../../../../tests/helpers/run_task.ts";
import { LONG_TESTS } from "../../../../tests/helpers/long.ts";
import { testsWhere } from "../../../../tests/helpers/tests_with.ts";

const ignore = !granted("read", "write", "run", "net", "env") || Deno.build.os === "windows";
const test = testsWhere(
  LONG_TESTS && granted("read", "write", "run", "net", "env") && Deno.build.os !== "windows",
);
const python = ignore ? undefined : await findPython("json");

/** A module that prints that it ran, in a folder of its own. */
async function plant(folder: string, name: string): Promise<void> {
  const ran = JSON.stringify(join(folder, "ran"));
  await Deno.writeTextFile(join(folder, name), `open(${ran}, "w")\n`);
}

test("bench imports nothing from where it is called, and Bun starts elsewhere", async (folder) => {
  const [here, programs] = [join(folder.path, "here"), join(folder.path, "programs")];
  await Deno.mkdir(here);
  await Deno.mkdir(programs);
  await plant(here, "numpy.py");
  // Bun reads bunfig.toml, which may name scripts to run first, and .env.
  const bun = '#!/bin/sh\n[ "$1" = --version ] && echo 1.0.0 && exit\npwd >&2\nexit 1\n';
  await Deno.writeTextFile(join(programs, "bun"), bun, { mode: 0o755 });
  const words = ["--only", "kernels", "--quick", "--peers", "--runtime", "bun", "--json"];
  const { stderr } = await outcomeOf(
    startScript(join(ROOT, "packages", "lab", "bench.ts"), words, {
      flags: [...flagsOf("bench"), "--config", join(ROOT, "deno.json")],
      cwd: here,
      env: { PATH: `${programs}:${Deno.env.get("PATH")}` },
    }),
  );
  const started = /Cannot measure kernels with .*Bun.*: (.+)$/im.exec(stderr)?.[1];
  assertEquals(started, join(ROOT, "packages", "lab", "bench", "peers"), stderr);
  assertEquals(await namesIn(here), ["numpy.py"]);
});

Deno.test("tests in Python import no module from the folder where they are called", {
  ignore: python === undefined,
}, async () => {
  await using folder = await temporaryFolder();
  await plant(folder.path, "numpy.py");
  // As if the checkout were there: a Python that is started in the folder.
  const script = join(folder.path, "python");
  const text = `#!/bin/sh\ncd ${JSON.stringify(folder.path)}\nexec ${python} "$@"\n`;
  await Deno.writeTextFile(script, text, { mode: 0o755 });
  await runPython(script, "try:\n    import numpy\nexcept ImportError:\n    pass\n");
  assertEquals(await namesIn(folder.path), ["numpy.py", "python"]);
});
