/** What each task does in the test that runs all of them: a small job, checked by what it prints and writes. @module */

import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { waitForLine } from "./lines.ts";
import { mnistData } from "./mnist_data.ts";
import { namesIn, outcomeOf, outputOf } from "./run_task.ts";
import { serveFolder } from "./serve_folder.ts";

/** A clone of the checkout, in which tasks are typed. */
export class Clone {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  at(path: string): string {
    return join(this.path, path);
  }

  /** Starts `deno task WORDS`, in a group of processes, as a shell does. */
  start(line: string): Deno.ChildProcess {
    return new Deno.Command(Deno.execPath(), {
      args: ["task", ...line.split(" ")],
      cwd: this.path,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      detached: true,
      env: { NO_COLOR: "1" },
    }).spawn();
  }

  /** Runs `deno task WORDS`, which goes well, and returns what it prints. */
  async run(line: string): Promise<string> {
    const { code, stdout, stderr } = await outcomeOf(this.start(line));
    assertEquals(code, 0, stdout + stderr);
    return stdout + stderr;
  }

  /** Starts a server, asks it, and ends it as Ctrl-C does. */
  async ask(
    line: string,
    pattern: RegExp,
    request: (address: string) => Promise<Response>,
  ): Promise<string> {
    const process = this.start(line);
    const { match, whole } = await waitForLine(process.stdout, pattern);
    const response = await request(match[1]!);
    const text = await response.text();
    assertEquals(response.status, 200, text);
    Deno.kill(-process.pid, "SIGINT");
    const [{ code }] = await Promise.all([process.status, whole, process.stderr.cancel()]);
    assertEquals(code, 130);
    return text;
  }

  /** The files that differ from the clone's commit, without those that git ignores. */
  async changed(): Promise<string> {
    return await outputOf("git", ["status", "--porcelain"], { cwd: this.path });
  }

  /** Gives these files the content of the commit. */
  async restore(): Promise<void> {
    await outputOf("git", ["checkout", "--quiet", "."], { cwd: this.path });
  }
}

const IRIS = "--csv tests/outsider/iris.csv --target species --folds 0 --set epochs=20";
const ROW = { sepalLength: 5.1, sepalWidth: 3.5, petalLength: 1.4, petalWidth: 0.2 };

/** The weights' hash that a command prints. */
function weightsIn(printed: string): string {
  const [, hash] = /weights ([0-9a-f]{12})/.exec(printed) ?? [];
  assert(hash !== undefined, printed);
  return hash;
}

export interface Job {
  run(clone: Clone): Promise<void>;
  /** A program without which the task cannot do it. */
  readonly needs?: string;
}

/** What each task does, in this order: later tasks use what earlier ones wrote. */
export const JOBS: ReadonlyMap<string, Job> = new Map<string, Job>([
  ["fetch", {
    async run(clone) {
      await using mirror = serveFolder(join(await mnistData(), "mnist"));
      const printed = await clone.run(`fetch --from ${mirror.address}`);
      assertStringIncludes(printed, "data/mnist is complete");
      assertEquals((await namesIn(clone.at("data/mnist"))).length, 4);
    },
  }],
  ["init", {
    async run(clone) {
      assertMatch(await clone.run("init dist/shop"), /^Next, in dist\/shop: npm install, /m);
      assert(await exists(clone.at("dist/shop/.github/workflows/train.yml")));
    },
  }],
  ["train", {
    async run(clone) {
      const tutorial = await clone.run("train --set epochs=1 --set trainingSize=100 --name digits");
      assertMatch(tutorial, /^Epoch 1: \d+ \/ 10000, .*^Wrote data\/runs\/digits \(/ms);
      assertMatch(await clone.run(`train ${IRIS}`), /^Wrote data\/runs\/iris \(/m);
    },
  }],
  ["runs", {
    async run(clone) {
      assertMatch(await clone.run("runs"), /^digits .*\n(.*\n)*iris |^iris .*\n(.*\n)*digits /m);
    },
  }],
  ["evaluate", {
    async run(clone) {
      const printed = await clone.run("evaluate iris");
      assertMatch(printed, /test/);
      assertMatch(printed, /setosa/);
    },
  }],
  ["verify", {
    async run(clone) {
      assertMatch(await clone.run("verify digits"), /^data\/runs\/digits holds: \d+ claims/m);
    },
  }],
  ["report", {
    async run(clone) {
      await Deno.remove(clone.at("data/runs/digits/report.html"));
      assertMatch(await clone.run("report digits"), /^Wrote data\/runs\/digits\/report\.html/m);
      assertMatch(
        await Deno.readTextFile(clone.at("data/runs/digits/report.html")),
        /<\/html>\s*$/,
      );
    },
  }],
  ["predict", {
    async run(clone) {
      const printed = await clone.run("predict iris tests/outsider/iris.csv");
      assertMatch(printed, /^5\.1,3\.5,1\.4,0\.2,setosa,setosa,/m);
      assertMatch(printed, /^150 rows/m);
    },
  }],
  ["export", {
    async run(clone) {
      await clone.run("export iris --format module");
      const { predict } = await import(`file://${clone.at("data/runs/iris/model.mjs")}`);
      assertEquals(predict(ROW).label, "setosa");
    },
  }],
  ["sweep", {
    async run(clone) {
      const dataset = { csv: "tests/outsider/iris.csv", target: "species" };
      const list = [{}, { hidden: [4] }];
      const sweep = { config: { dataset, hidden: [8], epochs: 2 }, method: "list", list };
      await Deno.writeTextFile(clone.at("dist/tiny.json"), JSON.stringify(sweep));
      assertMatch(await clone.run("sweep dist/tiny.json"), /^Wrote data\/sweeps\/tiny/m);
    },
  }],
  ["serve", {
    async run(clone) {
      const answer = await clone.ask(
        "serve iris --port 0",
        /at (http:\S+) \(/,
        (address) =>
          fetch(`${address}/predict`, {
            method: "POST",
            body: JSON.stringify(ROW),
            headers: { "content-type": "application/json" },
          }),
      );
      assertEquals(JSON.parse(answer).label, "setosa");
    },
  }],
  ["demo", {
    async run(clone) {
      const page = await clone.ask("demo digits --port 0", /Open (\S+) \(/, fetch);
      assertMatch(page, /<canvas/);
    },
  }],
  ["site", {
    async run(clone) {
      await clone.run("site --run digits");
      for (const page of ["index.html", "docs/library.html", "reference/index.html"]) {
        assert(await exists(clone.at(`site/${page}`)), page);
      }
    },
  }],
  ["build_native", {
    needs: "clang-19",
    async run(clone) {
      assertMatch(
        await clone.run("build_native"),
        /^Built native\/[^]*? give\s+the\s+same\s+weights\s+as\s+WebAssembly$/m,
      );
      const [native, own] = [
        await clone.run(`train ${IRIS} --name native`),
        await clone.run(`train ${IRIS} --engine wasm --name own`),
      ];
      assertStringIncludes(native, "engine native");
      assertEquals(weightsIn(native), weightsIn(own));
    },
  }],
  ["--cwd packages/lab reproduce", {
    async run(clone) {
      const text = await Deno.readTextFile(clone.at("packages/lab/configs/nielsen-ch1-30.json"));
      const config = { ...JSON.parse(text), trainingSize: 100, epochs: 1 };
      delete config.$schema;
      await Deno.mkdir(clone.at("dist/configs"), { recursive: true });
      await Deno.writeTextFile(
        clone.at("dist/configs/nielsen-ch1-30.json"),
        JSON.stringify(config),
      );
      const words = "--configs dist/configs --seeds 1";
      assertMatch(
        await clone.run(`--cwd packages/lab reproduce ${words}`),
        /nielsen-ch1-30 .*95\.42/,
      );
    },
  }],
  ["--cwd packages/lab bench", {
    async run(clone) {
      const words = "--only W1 --images 500 --epochs 1 --rounds 1 --workers 1 --engine wasm";
      assertMatch(
        await clone.run(`--cwd packages/lab bench ${words}`),
        /^W1 +inkling \(wasm\) +1 /m,
      );
    },
  }],
  ["--cwd packages/lab schema", {
    async run(clone) {
      await Deno.writeTextFile(clone.at("tasks/configs/schema.json"), "");
      await clone.run("--cwd packages/lab schema");
      assertEquals(await clone.changed(), "");
    },
  }],
  ["--cwd packages/lab build_kernels", {
    needs: "clang-19",
    async run(clone) {
      const file = clone.at("lib/engine/wasm/kernels.ts");
      const committed = await Deno.readTextFile(file);
      await Deno.writeTextFile(file, `${committed}// An older one.\n`);
      await clone.run("--cwd packages/lab build_kernels");
      const made = await Deno.readTextFile(file);
      const compilerOf = (text: string) => /clang (\d+\.\d+\.\d+)/.exec(text)?.[1];
      // Another compiler makes other bytes; packages/lab/tests/build/kernels_test.ts has more of it.
      if (compilerOf(made) === compilerOf(committed)) assertEquals(made === committed, true);
      await Deno.writeTextFile(file, committed);
    },
  }],
  ["--cwd packages/lab build_row_kernel", {
    needs: "clang-19",
    async run(clone) {
      const file = clone.at("lib/module/runtime/affine_wasm.ts");
      const committed = await Deno.readTextFile(file);
      await Deno.writeTextFile(file, "// None.\n");
      await clone.run("--cwd packages/lab build_row_kernel");
      assertStringIncludes(await Deno.readTextFile(file), "export const AFFINE");
      await Deno.writeTextFile(file, committed);
    },
  }],
  ["--cwd packages/lab build_npm", {
    async run(clone) {
      const printed = await clone.run("--cwd packages/lab build_npm");
      assertStringIncludes(printed, "Wrote dist/inkling.tgz and dist/inkling-commands.tgz");
      for (const name of ["inkling", "inkling-commands"]) {
        const files = await outputOf("tar", ["-tzf", clone.at(`dist/${name}.tgz`)]);
        assertMatch(files, /^package\/package\.json$/m); // tests/install_test.ts installs both
      }
    },
  }],
  ["--cwd packages/lab locks", {
    async run(clone) {
      const path = clone.at("deno.lock");
      const read = () => Deno.readTextFile(path);
      const { specifiers } = JSON.parse(await read());
      const changed = JSON.stringify(JSON.parse(await read()));
      await Deno.writeTextFile(path, changed);
      await clone.run("--cwd packages/lab locks");
      assertNotEquals(await read(), changed);
      assertEquals(JSON.parse(await read()).specifiers, specifiers);
      // What a package needs in turn may have newer versions by now.
      await clone.restore();
    },
  }],
  ["--cwd packages/lab fuzz", {
    async run(clone) {
      const printed = await clone.run("--cwd packages/lab fuzz --cases 500");
      const [, cases] = /^all +(\d+) /m.exec(printed) ?? [];
      assertGreater(Number(cases), 499);
    },
  }],
  ["--cwd packages/lab mutants", {
    async run(clone) {
      const printed = await clone.run("--cwd packages/lab mutants --list --number 4");
      assertEquals(printed.match(/^ {2}- .*\n {2}\+ /gm)?.length, 4, printed);
    },
  }],
  ["--cwd packages/lab compare_kernels", {
    async run(clone) {
      const printed = await clone.run(
        "--cwd packages/lab compare_kernels built --only one --rounds 1",
      );
      assertMatch(printed, /^one +[\d.]+ /m);
    },
  }],
]);
