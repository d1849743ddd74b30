/**
 * The packages of npm as `deno task --cwd packages/lab build_npm` makes them, in a folder that has nothing else, on a machine
 * with Node alone: the oldest that the documents promise, and the newest.
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { toText } from "@std/streams";
import settings from "../deno.json" with { type: "json" };
import { installedCommands } from "../packages/lab/build/npm/command_files.ts";
import { ordersTable } from "./helpers/draw_orders.ts";
import { waitForLine } from "./helpers/lines.ts";
import { LONG_TESTS } from "./helpers/long.ts";
import { mnistData } from "./helpers/mnist_data.ts";
import {
  builtPackages,
  canInstall,
  installNode,
  NODES,
  type NodeVersion,
} from "./helpers/packages.ts";
import {
  type Outcome,
  outcomeOf,
  outputOf,
  ROOT,
  runTask,
  temporaryFolder,
} from "./helpers/run_task.ts";
import { PROGRAMS } from "./outsider/programs.ts";

const ignore = !await canInstall() || Deno.build.os === "windows";

const CSV = join(ROOT, "tests/outsider/iris.csv");
const QUICK = ["--csv", CSV, "--target", "species", "--folds", "2", "--set", "epochs=2"];
const ROW = { sepalLength: 5.1, sepalWidth: 3.5, petalLength: 1.4, petalWidth: 0.2 };

/** No server: what is fetched fails. */
const DEAD = "http://127.0.0.1:9";

/** A user's folder, with blanks in its path, into which npm has installed the packages. */
interface UserFolder {
  readonly path: string;
  /** What Node prints of a program that is written there. */
  node(file: string, program: string): Promise<string>;
  /** Starts `inkling`: nothing but Node is in the PATH. */
  start(...words: string[]): Deno.ChildProcess;
  run(...words: string[]): Promise<Outcome>;
  /** What a command prints that goes well. */
  printed(...words: string[]): Promise<string>;
  /** Starts `npx --no inkling`, in a group of its own, as a shell does. */
  startNpx(...words: string[]): Deno.ChildProcess;
}

/** The folder of what a machine has besides Node: `sh`, and the `env` of scripts. */
const SYSTEM = "/usr/bin:/bin";

async function userFolder(folder: string, version: NodeVersion): Promise<UserFolder> {
  const path = join(folder, "my shop");
  await Deno.mkdir(path);
  const { library, commands } = await builtPackages();
  const bin = await installNode(join(folder, "node"), version);
  const PATH = `${bin}:${SYSTEM}`;
  // A folder that has no package.json yet, as docs/install.md begins.
  const words = ["install", "--no-audit", "--no-fund", library, commands];
  await outputOf(join(bin, "npm"), words, { cwd: path, env: { PATH } });
  await outputOf(join(bin, "npm"), ["pkg", "set", "type=module"], { cwd: path, env: { PATH } });
  const env = {
    PATH: bin,
    HOME: folder,
    DENO_DIR: join(folder, "deno"),
    NO_COLOR: "1",
    NPM_CONFIG_REGISTRY: DEAD,
    HTTPS_PROXY: DEAD,
    HTTP_PROXY: DEAD,
    NO_PROXY: "127.0.0.1",
  };
  const spawn = (program: string, options: Deno.CommandOptions) =>
    new Deno.Command(program, {
      cwd: path,
      clearEnv: true,
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      ...options,
    }).spawn();
  const start = (...words: string[]) =>
    spawn(join(path, "node_modules/.bin/inkling"), { args: words });
  const startNpx = (...words: string[]) => {
    const args = ["--no", "inkling", ...words];
    return spawn(join(bin, "npx"), { args, env: { ...env, PATH }, detached: true });
  };
  const run = (...words: string[]) => outcomeOf(start(...words));
  const printed = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(...words);
    assertEquals(code, 0, stderr);
    return stdout;
  };
  const node = async (file: string, program: string) => {
    await Deno.writeTextFile(join(path, file), program);
    return await outputOf(join(bin, "node"), [file], { cwd: path, env });
  };
  return { path, node, start, run, printed, startNpx };
}

/** The weights' hash that a command prints. */
function weightsIn(stdout: string): string {
  const [, hash] = /weights ([0-9a-f]{12})/.exec(stdout) ?? [];
  assert(hash !== undefined, stdout);
  return hash;
}

/** Ends a server as Ctrl-C does: by a signal for its group, where it has one. */
async function interrupt(process: Deno.ChildProcess, whole: Promise<string>, inGroup = false) {
  if (inGroup) Deno.kill(-process.pid, "SIGINT");
  else process.kill("SIGINT");
  const [{ code }] = await Promise.all([process.status, whole, process.stderr.cancel()]);
  assertEquals(code, 130);
}

for (const version of NODES) {
  Deno.test(
    { name: `the packages that npm installs, on Node ${version.node}`, ignore },
    (context) => testOn(version, context),
  );
}

async function testOn(version: NodeVersion, context: Deno.TestContext): Promise<void> {
  await using folder = await temporaryFolder();
  const user = await userFolder(folder.path, version);
  const { node, printed } = user;
  const found = await node("version.js", "console.log(process.versions.node)");
  assertEquals(found === `${version.node}\n`, version.isLeast, found);
  const here = ["--runs", join(folder.path, "here")];
  const long = (name: string, fn: () => Promise<void>) =>
    context.step({ name, ignore: !LONG_TESTS || !version.isLeast, fn });

  await context.step("inkling alone lists the commands for users, with a line each", async () => {
    const { stdout, code } = await user.run();
    assertEquals([stdout, code], [await printed("--help"), 0]);
    const { train, test } = settings.tasks;
    assertStringIncludes(stdout, train.description);
    assert(!stdout.includes(test.description));
    assertMatch(await printed("--version"), RegExp(`^Inkling ${settings.version}, Deno `));
  });

  await long("every command has its help, of the folders that it has here", async () => {
    for (const { name } of installedCommands()) {
      const help = await printed(name, "--help");
      assertMatch(help, RegExp(`^Usage: npx inkling ${name.replace("_native", "\\w*")}`, "m"));
      assertEquals(/data\/runs|deno task/.exec(help), null, help);
    }
  });

  await context.step("a wrong command line ends with 2, and what goes wrong with 1", async () => {
    const { code, stderr } = await user.run("trian");
    assertEquals(
      [code, stderr],
      [
        2,
        "error: Cannot find the command trian, did you mean train? `npx inkling` lists\n  them\n",
      ],
    );
    assertEquals((await user.run("train", "--no-such")).code, 2);
    const left = await user.run("track", "model", "--history", "history");
    assertEquals(left.code, 2);
    assertMatch(left.stderr, /^error: The command track is gone: use\s+`npx inkling evaluate RUN /);
    assertEquals((await user.run("evaluate", "no-such")).code, 1);
  });

  await context.step("npx trains to the hash of deno task train, in ./runs", async () => {
    const { code, stdout, stderr } = await outcomeOf(user.startNpx("train", ...QUICK));
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /; next:\s+npx inkling evaluate runs\/iris$/m);
    assertEquals(
      weightsIn(stdout),
      weightsIn((await runTask(["train", ...QUICK, ...here])).stdout),
    );
  });

  await long("a messy table gives the hash of deno task train too", async () => {
    await Deno.writeTextFile(join(user.path, "orders.csv"), ordersTable(400));
    await Deno.writeTextFile(join(user.path, "next.csv"), ordersTable(300));
    const [csv, ...words] = ["orders.csv", "--target", "returned", "--folds", "2"] as const;
    const { stdout } = await runTask(["train", "--csv", join(user.path, csv), ...words, ...here]);
    assertEquals(weightsIn(await printed("train", "--csv", csv, ...words)), weightsIn(stdout));
    assertStringIncludes(
      await printed("evaluate", "orders", "--csv", "next.csv", "--learned"),
      "new data",
    );
    for (const format of ["onnx", "safetensors", "npz", "json", "module", "tensorboard"]) {
      assertMatch(await printed("export", "orders", "--format", format), /^Wrote runs\/orders\//);
    }
    assertMatch(await printed("verify", "orders"), /the code in model\.mjs/);
  });

  await long("without a data set it trains on MNIST, by the config in the package", async () => {
    const words = ["--data", await mnistData(), "--set", "epochs=1", "--set", "trainingSize=100"];
    const { stdout } = await runTask(["train", ...words, ...here]);
    assertEquals(weightsIn(await printed("train", ...words)), weightsIn(stdout));
  });

  await context.step("other commands find the run by its name", async () => {
    assertMatch(await printed("runs"), /^iris /m);
    const { code, stdout, stderr } = await outcomeOf(user.startNpx("predict", "iris", CSV));
    assertEquals([code, stdout.trim().split("\n").length], [0, 151], stderr);
    assertMatch(stdout, /^.*,prediction,.*\n5\.1,3\.5,1\.4,0\.2,setosa,setosa,/);
    assertMatch(await printed("predict", "iris", "--row", JSON.stringify(ROW)), /^.*,prediction,/);
    assertMatch(await printed("report", "iris"), /^Wrote runs\/iris\/report.html/m);
  });

  await context.step("a server of npx answers a row as the module does, in Node", async () => {
    await printed("export", "iris", "--format", "module");
    const program = `import { predict } from "./runs/iris/model.mjs";
      console.log(JSON.stringify(predict(${JSON.stringify(ROW)})));`;
    const expected = JSON.parse(await node("answer.js", program));
    assertEquals(expected.label, "setosa");
    const process = user.startNpx("serve", "iris", "--port", "0");
    const { match, whole } = await waitForLine(process.stdout, /at (http:\S+) \(/);
    const response = await fetch(`${match[1]}/predict`, {
      method: "POST",
      body: JSON.stringify(ROW),
      headers: { "content-type": "application/json" },
    });
    assertEquals(await response.json(), expected);
    await interrupt(process, whole, true);
  });

  await long("a sweep trains its trials in processes of the same Deno", async () => {
    const config = { dataset: { csv: CSV, target: "species" }, hidden: [8], epochs: 2 };
    const sweep = { config, method: "list", list: [{}, { hidden: [4] }] };
    await Deno.writeTextFile(join(user.path, "tiny.json"), JSON.stringify(sweep));
    assertMatch(await printed("sweep", "tiny.json"), /^Wrote sweeps\/tiny/m);
  });

  await context.step("no command writes to the package, or to the user's code", async () => {
    await Deno.mkdir(join(user.path, ".git"));
    await Deno.symlink(join(user.path, ".git"), join(user.path, "link"));
    for (const path of [".git", "link", "node_modules/inkling"]) {
      const { code, stderr } = await user.run("train", ...QUICK, "--runs", path);
      assertEquals(code, 1, path);
      assertMatch(
        stderr,
        /^error: Cannot [^]*(code\s+that\s+commands\s+run|no\s+permission)/,
        path,
      );
    }
  });

  await long("the page is served, with the scripts of the package", async () => {
    const process = user.start("demo", "iris", "--port", "0");
    const { match, whole } = await waitForLine(process.stdout, /Open (\S+) \(/);
    const shown = { "": "the same as <code>npx inkling train --table", "page.js": "import" };
    for (const [file, text] of Object.entries(shown)) {
      const response = await fetch(new URL(file, match[1]));
      assertEquals(response.status, 200, file);
      assertStringIncludes(await response.text(), text);
    }
    await interrupt(process, whole);
  });

  await long("training that is interrupted keeps its last epoch, and goes on", async () => {
    const set = ["--set", "epochs=100000", "--set", "earlyStopping=null"];
    const words = [...QUICK, ...set, "--name", "long"];
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const process = user.start("train", ...words, "--resume", "--verbose");
      const { whole } = await waitForLine(process.stdout, /^Epoch \d+:/);
      const stderr = toText(process.stderr);
      process.kill(signal);
      assertEquals([(await process.status).code, await whole !== ""], [130, true]);
      assertMatch(
        await stderr,
        /Stopped after epoch [^`]*`npx inkling train --resume --name long`/,
      );
    }
  });

  await context.step("the library beside it runs the first program of its guide", async () => {
    await Deno.copyFile(CSV, join(user.path, "iris.csv"));
    const { file, prints } = PROGRAMS.find(({ file }) => file === "table_iris.js")!;
    const text = await Deno.readTextFile(join(ROOT, "tests/outsider", file));
    assertMatch(await node(file, text), prints);
  });

  await long("the library needs packages for the entry points config and serve alone", async () => {
    const entries = Object.keys(settings.exports).map((entry) => entry.replace(/^\./, ""));
    const program = `
      for (const entry of ${JSON.stringify(entries)}) {
        const loaded = await import("@inkling/inkling" + entry).then(() => true, () => false);
        if (!loaded) console.log(entry);
      }`;
    assertEquals(await node("entries.js", program), "/config\n/serve\n");
  });
}
