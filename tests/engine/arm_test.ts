/** Arm on another processor: QEMU's emulation of a process, the 64-bit Arm's C library of Debian, and Deno for it. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { mnistData } from "../helpers/mnist_data.ts";
import { granted, outcomeOf, ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { GOLDEN } from "./whole_training.ts";

const QEMU = "qemu-aarch64-static";

/** Where Debian's `libc6-arm64-cross` and `libgcc-s1-arm64-cross` are. */
const SYSTEM = "/usr/aarch64-linux-gnu";

const slowToo = granted("env") && Deno.env.get("INKLING_SLOW_TESTS") === "1";

/** What is trained on 2,000 images: a quarter of a minute, and with the others a minute and a half. */
const TRAININGS = [["wasm", "1"], ...slowToo ? [["wasm", "2"], ["reference", "1"]] : []] as const;
const IMAGES = 2000;

const ignore = !granted("read", "write", "run", "net") || !await found();

/** Whether there are QEMU, both libraries, and npm, which brings Deno for Arm. */
async function found(): Promise<boolean> {
  try {
    for (const name of ["ld-linux-aarch64.so.1", "libgcc_s.so.1"]) {
      await Deno.stat(join(SYSTEM, "lib", name));
    }
    for (const command of [QEMU, "npm"]) await run(command, ["--version"]);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function run(command: string, args: string[], options: Deno.CommandOptions = {}) {
  const { code, stdout, stderr } = await outcomeOf(
    new Deno.Command(command, { args, stdout: "piped", stderr: "piped", ...options }).spawn(),
  );
  if (code !== 0) throw new Error(`Cannot run ${command} ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** Deno for Arm: npm refuses a package for another processor unless forced. */
async function installDeno(folder: string): Promise<string> {
  const name = "@deno/linux-arm64-glibc";
  const options = ["--force", "--no-save", "--no-audit", "--no-fund", "--prefer-offline"];
  await run("npm", ["install", ...options, `${name}@${Deno.version.deno}`, "--prefix", folder]);
  return join(folder, "node_modules", name, "deno");
}

Deno.test({
  name: "Arm trains to the golden weights",
  ignore,
  fn: async (context) => {
    await mnistData();
    await using folder = await temporaryFolder();
    const deno = await installDeno(folder.path);
    const env = { DENO_DIR: join(folder.path, "cache"), NO_COLOR: "1" };
    const script = "tests/engine/whole_training_fixture.ts";
    for (const [engine, workers] of TRAININGS) {
      await context.step(`with the engine "${engine}", workers: ${workers}`, async () => {
        const flags = ["-q", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--allow-read"];
        const words = [deno, "run", ...flags, script, engine, String(IMAGES), workers];
        const stdout = await run(QEMU, ["-L", SYSTEM, ...words], { cwd: ROOT, env });
        assertEquals(JSON.parse(stdout), GOLDEN[IMAGES]);
      });
    }
  },
});
