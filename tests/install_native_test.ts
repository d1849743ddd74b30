/** The packages of native kernels: npm installs the machine's own, offline and without a compiler, and commands use it. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import {
  FILES,
  isComparable,
  MACHINE,
  packageOf,
  readBuilds,
  RELEASED,
} from "../tasks/native/mod.ts";
import { nativeArchive, PACKAGES } from "../packages/lab/build/npm.ts";
import { canClone, cloneIn } from "./helpers/checkout.ts";
import { LONG_TESTS } from "./helpers/long.ts";
import { NATIVE_HOSTS } from "./helpers/native_kernels.ts";
import { hasNpm } from "./helpers/npm.ts";
import { outcomeOf, outputOf, ROOT, runTask, temporaryFolder } from "./helpers/run_task.ts";

const hasCompiler = NATIVE_HOSTS.length > 0 && Object.values(readBuilds()).some(isComparable);
const ignore = !hasCompiler || !await hasNpm() || !await canClone() ||
  Deno.build.os === "windows";

/** This machine and another one, or all. */
const OTHER = MACHINE === "linux-aarch64" ? "linux-x86_64" : "linux-aarch64";
const MACHINES = LONG_TESTS ? Object.keys(RELEASED) : [MACHINE, OTHER];

const CSV = join(ROOT, "tests/outsider/iris.csv");
const QUICK = ["--csv", CSV, "--target", "species", "--folds", "2", "--set", "epochs=2"];

/** What npm installs from the network, before it has none: the version that the commands name. */
const DENO = "deno@2.9.6";

const QUIET = ["--no-audit", "--no-fund"];

/** The weights' hash that a command prints. */
function weightsIn(stdout: string): string {
  const [, hash] = /weights ([0-9a-f]{12})/.exec(stdout) ?? [];
  assert(hash !== undefined, stdout);
  return hash;
}

/** Builds the packages as their tasks do; returns the checkout that has them. */
async function build(folder: string): Promise<string> {
  const cwd = await cloneIn(folder);
  const task = (...words: string[]) => outputOf(Deno.execPath(), ["task", ...words], { cwd });
  for (const machine of MACHINES) await task("build_native", "--target", machine, "--check");
  await task("--cwd", "packages/lab", "build_npm");
  return cwd;
}

/** Installs the commands and the kernels of all machines from their archives, without a network. */
async function install(checkout: string, folder: string): Promise<string> {
  const [warm, shop] = [join(folder, "warm"), join(folder, "shop")];
  for (const path of [warm, shop]) await Deno.mkdir(path);
  await Deno.writeTextFile(join(warm, "package.json"), "{}");
  await outputOf("npm", ["install", ...QUIET, "--prefer-offline", DENO], { cwd: warm });
  const at = (archive: string) => `file:${join(checkout, archive)}`;
  const kernels = MACHINES.map((machine) => [packageOf(machine), at(nativeArchive(machine))]);
  const manifest = {
    dependencies: { inkling: at(PACKAGES.commands) },
    optionalDependencies: Object.fromEntries(kernels),
  };
  await Deno.writeTextFile(join(shop, "package.json"), JSON.stringify(manifest));
  await outputOf("npm", ["install", ...QUIET, "--offline"], { cwd: shop });
  return shop;
}

Deno.test("npm installs the kernels of this machine alone, offline, and commands use them", {
  ignore,
}, async (test) => {
  await using folder = await temporaryFolder();
  const checkout = await build(folder.path);
  const shop = await install(checkout, folder.path);
  // Nothing else is in the PATH: no compiler, no Deno.
  const bin = join(folder.path, "bin");
  await Deno.mkdir(bin);
  await Deno.symlink((await outputOf("sh", ["-c", "command -v node"])).trim(), join(bin, "node"));
  const run = (...args: string[]) =>
    outcomeOf(
      new Deno.Command(join(shop, "node_modules/.bin/inkling"), {
        args,
        cwd: shop,
        clearEnv: true,
        env: { PATH: bin, HOME: folder.path, NO_COLOR: "1" },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn(),
    );
  const words = ["train", ...QUICK, "--engine", "wasm", "--runs", join(folder.path, "runs")];
  const expected = weightsIn((await runTask(words as [string, ...string[]])).stdout);
  const library = join(shop, "node_modules", packageOf(MACHINE), FILES[Deno.build.os as "linux"]);

  await test.step("of all packages only its own stays", async () => {
    const packages = await Array.fromAsync(
      Deno.readDir(join(shop, "node_modules/@inkling")),
      ({ name }) => `@inkling/${name}`,
    );
    // npm leaves out an optional package without a word.
    assertEquals(packages, [packageOf(MACHINE)]);
    const { optionalDependencies } = JSON.parse(
      await Deno.readTextFile(join(shop, "node_modules/inkling/package.json")),
    );
    assertEquals(Object.keys(optionalDependencies).sort(), MACHINES.map(packageOf).sort());
  });

  await test.step("train takes it without an option, to the weights of WebAssembly", async () => {
    const { code, stdout, stderr } = await run("train", ...QUICK);
    assertEquals(code, 0, stderr);
    assertMatch(stderr, /^Runs on engine native \((avx2|avx512|sse|neon)\)\n/);
    assertEquals(weightsIn(stdout), expected);
    const optedOut = await run("train", ...QUICK, "--engine", "wasm", "--name", "wasm");
    assert(!optedOut.stderr.includes("native"), optedOut.stderr);
    assertEquals(weightsIn(optedOut.stdout), expected);
  });

  await test.step("so do evaluate, predict and sweep; runs and verify stay in the sandbox", async () => {
    for (const args of [["evaluate", "iris"], ["predict", "iris", CSV]]) {
      assertStringIncludes((await run(...args)).stderr, "engine native (");
    }
    const config = { dataset: { csv: CSV, target: "species" }, hidden: [4], epochs: 2 };
    const sweep = { config, method: "list", list: [{}, { hidden: [3] }] };
    await Deno.writeTextFile(join(shop, "tiny.json"), JSON.stringify(sweep));
    const swept = await run("sweep", "tiny.json");
    assertEquals(swept.code, 0, swept.stderr);
    const times = await Deno.readTextFile(join(shop, "sweeps/tiny/times.json"));
    assertStringIncludes(times, '"engine": "native"');
    for (const args of [["runs"], ["verify", "iris"]]) {
      const { code, stderr } = await run(...args);
      assertEquals([code, stderr.includes("native")], [0, false], stderr);
    }
  });

  await test.step("no command writes to it, init neither", async () => {
    const inside = join(shop, "node_modules/@inkling/runs");
    for (const args of [["train", ...QUICK, "--runs", inside], ["init", inside, "--csv", CSV]]) {
      const { code, stderr } = await run(
        ...args,
        ...args[0] === "init" ? ["--target", "species"] : [],
      );
      assertEquals(code, 1, stderr);
      assertMatch(
        stderr,
        /error: Cannot [^]*(code\s+that\s+commands\s+run|permission|NotCapable)/,
        stderr,
      );
    }
  });

  await test.step("changed by one byte it is refused, and training goes on in WebAssembly", async () => {
    const bytes = await Deno.readFile(library);
    bytes[bytes.length - 1]! ^= 1;
    await Deno.writeFile(library, bytes);
    const { code, stdout, stderr } = await run("train", ...QUICK, "--name", "changed");
    assertEquals(code, 0, stderr);
    assertMatch(
      stderr,
      /^Cannot use\s[^]*:\s+expected\s+the\s+SHA-256\s[^]* got\s+\w+;\s+install\s+it\s+again;\s+WebAsse/,
    );
    assertEquals(weightsIn(stdout), expected);
  });
});
