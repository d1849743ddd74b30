/** The packages of npm as `deno task build_npm` makes them, in a folder that has nothing else, on a machine with Node alone. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import settings from "../deno.json" with { type: "json" };
import { commandsPackage, finishedLibrary } from "../tasks/lab/build/npm.ts";
import { waitForLine } from "./helpers/lines.ts";
import { LONG_TESTS } from "./helpers/long.ts";
import { mnistData } from "./helpers/mnist_data.ts";
import { hasNpm } from "./helpers/npm.ts";
import { type Outcome, outcomeOf, ROOT, runTask, temporaryFolder } from "./helpers/run_task.ts";
import { findShell } from "./helpers/shell.ts";

const ignore = !await hasNpm() || Deno.build.os === "windows";

const CSV = join(ROOT, "tests/outsider/iris.csv");
const QUICK = ["--csv", CSV, "--target", "species", "--folds", "2", "--set", "epochs=2"];

/** What ends with an error where a test expects none. */
async function done(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await outcomeOf(
    new Deno.Command(command, {
      ...{ args: [...args], cwd, stdin: "null", stdout: "piped", stderr: "piped" },
    }).spawn(),
  );
  assertEquals(code, 0, stderr + stdout);
  return stdout;
}

/** A user's folder, with blanks in its path, in which npm has installed both packages. */
interface UserFolder {
  readonly path: string;
  /** Starts `inkling`: only Node is in the PATH, no registry can be reached, and Deno has no packages. */
  start(...words: string[]): Deno.ChildProcess;
  run(...words: string[]): Promise<Outcome>;
}

async function installIn(folder: string): Promise<UserFolder> {
  const path = join(folder, "my shop");
  const [bin, library, commands] = ["bin", "inkling.tgz", "commands.tgz"].map((name) =>
    join(folder, name)
  ) as [string, string, string];
  await Deno.mkdir(path);
  await Deno.mkdir(bin);
  await Deno.symlink(
    (await done("node", ["-p", "process.execPath"], path)).trim(),
    join(bin, "node"),
  );
  const pack = ["pack", "-q", "--allow-dirty", "--no-source-maps", "-o", library];
  await done(Deno.execPath(), pack, ROOT);
  await Deno.writeFile(library, finishedLibrary(await Deno.readFile(library)));
  await Deno.writeFile(commands, await commandsPackage());
  await Deno.writeTextFile(join(path, "package.json"), '{ "type": "module" }');
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
  // The programs of all systems together are optional; a link to the one that runs saves 95 MB.
  const light = LONG_TESTS ? [] : ["--omit=optional", "--ignore-scripts"];
  await done("npm", ["install", ...quiet, ...light, library, commands], path);
  if (!LONG_TESTS) await Deno.symlink(Deno.execPath(), join(path, "node_modules/deno/deno"));
  const dead = "http://127.0.0.1:9";
  const env = {
    ...{ PATH: bin, HOME: folder, DENO_DIR: join(folder, "deno"), NO_COLOR: "1" },
    ...{ NPM_CONFIG_REGISTRY: dead, HTTPS_PROXY: dead, HTTP_PROXY: dead, NO_PROXY: "127.0.0.1" },
  };
  const start = (...words: string[]) =>
    new Deno.Command(join(path, "node_modules/.bin/inkling"), {
      args: words,
      ...{ cwd: path, clearEnv: true, env, stdin: "null", stdout: "piped", stderr: "piped" },
    }).spawn();
  return { path, start, run: async (...words) => await outcomeOf(start(...words)) };
}

/** The weights' hash that a command prints. */
function weightsIn(stdout: string): string | undefined {
  return /weights ([0-9a-f]{12})/.exec(stdout)?.[1];
}

Deno.test({ name: "the packages that npm installs", ignore }, async (context) => {
  await using folder = await temporaryFolder();
  const user = await installIn(folder.path);
  /** What a command prints that goes well. */
  const printed = async (...words: string[]) => {
    const { code, stdout, stderr } = await user.run(...words);
    assertEquals(code, 0, stderr);
    return stdout;
  };

  await context.step("inkling alone lists the commands for users, with a line each", async () => {
    const { stdout, code } = await user.run();
    assertEquals([stdout, code], [await printed("--help"), 0]);
    const { train, bench } = settings.tasks;
    assertStringIncludes(stdout, train.description);
    assert(!stdout.includes(bench.description));
    assertStringIncludes(await printed("train", "--help"), "Usage: npx inkling train [options]");
    assertMatch(await printed("--version"), RegExp(`^Inkling ${settings.version}, Deno `));
  });

  await context.step("a wrong command line ends with 2, and what goes wrong with 1", async () => {
    const { code, stderr } = await user.run("trian");
    assertEquals(
      [code, stderr],
      [2, "error: Cannot find the command trian, did you mean train? `npx inkling` lists them\n"],
    );
    assertEquals((await user.run("train", "--no-such")).code, 2);
    assertEquals((await user.run("completion", "tcsh")).code, 2);
    assertEquals((await user.run("evaluate", "no-such")).code, 1);
  });

  await context.step("train gives the hash of deno task train, in ./runs", async () => {
    const stdout = await printed("train", ...QUICK);
    assertStringIncludes(stdout, "; next: npx inkling evaluate runs/iris");
    const here = await runTask(["train", ...QUICK, "--runs", join(folder.path, "here")]);
    assertEquals(weightsIn(stdout), weightsIn(here.stdout));
    assert(weightsIn(stdout) !== undefined, stdout);
  });

  await context.step(
    "without a data set it trains on MNIST, by the config in the package",
    async () => {
      const words = ["--data", await mnistData(), "--set", "epochs=1", "--set", "trainingSize=100"];
      const here = await runTask(["train", ...words, "--runs", join(folder.path, "here")]);
      assertEquals(weightsIn(await printed("train", ...words)), weightsIn(here.stdout));
    },
  );

  await context.step("other commands find the run by its name", async () => {
    assertMatch(await printed("runs"), /^tutorial .*^iris /ms);
    assertMatch(await printed("predict", "iris", CSV), /^sepal.*,prediction,/);
    assertMatch(await printed("report", "iris"), /^Wrote runs\/iris\/report.html/m);
    assertMatch(await printed("verify", "iris"), /claims recomputed/);
  });

  await context.step("a sweep trains its trials in processes of the same Deno", async () => {
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
      assertMatch(stderr, /^error: Cannot .*(code that commands run|no permission)/, path);
    }
  });

  await context.step(
    "the page is served, with the scripts of the package; Ctrl-C ends with 130",
    async () => {
      const process = user.start("demo", "iris", "--port", "0");
      const { match, whole } = await waitForLine(process.stdout, /Open (\S+) \(/);
      for (
        const [file, text] of [["", "weights of <code>npx inkling train --csv"], [
          "page.js",
          "import",
        ]] as const
      ) {
        const response = await fetch(new URL(file, match[1]));
        assertEquals(response.status, 200, file);
        assertStringIncludes(await response.text(), text);
      }
      process.kill("SIGINT");
      const [{ code }] = await Promise.all([process.status, whole, process.stderr.cancel()]);
      assertEquals(code, 130);
    },
  );

  await context.step("training that is ended by SIGTERM keeps its last epoch", async () => {
    const process = user.start("train", ...QUICK, "--set", "epochs=100000", "--name", "long");
    const { whole } = await waitForLine(process.stdout, /^Epoch 1:/);
    process.kill("SIGTERM");
    const [{ code }] = await Promise.all([process.status, whole, process.stderr.cancel()]);
    assertEquals(code, 130);
    assertMatch(await printed("runs"), /^long /m);
  });

  await context.step("shells complete commands, options, choices", async () => {
    const script = join(folder.path, "completion");
    const bash = await findShell("bash");
    const complete = async (...words: string[]) => {
      const array = `COMP_WORDS=(inkling ${words.join(" ")}); COMP_CWORD=${words.length};`;
      const code = `. "${script}"; ${array} _inkling; echo "\${COMPREPLY[*]}"`;
      return (await done(bash!, ["-c", code], folder.path)).trim();
    };
    await Deno.writeTextFile(script, await printed("completion", "bash"));
    if (bash !== undefined) {
      assertEquals(await complete("ev"), "evaluate");
      assertEquals(await complete("train", "--en"), "--engine");
      assertEquals(await complete("train", "--engine", "w"), "wasm");
      assertEquals(await complete("sweep", "me"), "merge");
    }
    const zsh = await findShell("zsh");
    await Deno.writeTextFile(script, await printed("completion", "zsh"));
    if (zsh !== undefined) {
      const code = `autoload -U compinit; compinit -D; . "${script}"; whence -w _inkling`;
      assertEquals(await done(zsh, ["-f", "-c", code], folder.path), "_inkling: function\n");
    }
    assertMatch(await printed("completion", "fish"), /^complete -c inkling .* -l engine /m);
  });

  await context.step("the library needs zod for its entry point config alone", async () => {
    const entries = Object.keys(settings.exports).map((entry) => entry.replace(/^\./, ""));
    const program = `
      for (const entry of ${JSON.stringify(entries)}) {
        const loaded = await import("@inkling/inkling" + entry).then(() => true, () => false);
        if (!loaded) console.log(entry);
      }`;
    await Deno.writeTextFile(join(user.path, "entries.js"), program);
    assertEquals(await done("node", ["entries.js"], user.path), "/config\n");
  });
});
