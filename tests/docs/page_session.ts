/** Runs the command lines of pages in one copy of the checkout, as a reader does who types them in the order of a page. @module */

import { ensureDir, exists } from "@std/fs";
import { dirname, join } from "@std/path";
import { commandFiles } from "../../packages/lab/build/npm/command_files.ts";
import { checkoutIn } from "../helpers/checkout.ts";
import { waitForLine } from "../helpers/lines.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { type Outcome, outcomeOf, outputOf } from "../helpers/run_task.ts";
import { serveFolder } from "../helpers/serve_folder.ts";
import { addSoftsign, shortenConfigs } from "./page_code.ts";
import { writePageFiles, writeWeights } from "./page_files.ts";

/** What pages read of the checkout besides the code. */
const MORE = ["docs", "examples", "tests", "README.md", "LICENSE", "CHANGELOG.md"];

/** The runs that pages speak of before they train any, made by the lines that other pages have for them. */
const ASSUMED = [
  "deno task train",
  "deno task train --csv examples/penguins.csv --target species",
  "deno task train --csv orders.csv --target returned",
  "deno task train --csv diamonds.csv --target price --folds 0",
  "deno task train --config tasks/configs/deformed.json",
  "deno task sweep tasks/sweeps/halving-200.json --shard 1/2 --out data/sweeps/first-1",
  "deno task sweep tasks/sweeps/halving-200.json --shard 2/2 --out data/sweeps/first-2",
];

/** The number of the first of these, which few pages need. */
const FEW = 2;

/** No line takes longer, on a machine that has other work too. */
const LONGEST_MS = 300_000;

/**
 * How a line is changed before it runs. Nothing else is.
 * - `train` replaces a run of its name: pages show several ways to train on one table.
 * - A search for better settings of a table has two trials.
 * - Reasons take half a second a row: `--explain` reads the first twelve rows of `next.csv`.
 * - A server takes any free port, and `curl` asks that one. Files of `example.org` are on this machine.
 */
const CHANGES: readonly (readonly [RegExp, string])[] = [
  [
    /^((?:npx --yes deno@\S+ |deno )task (?:-q )?train|npx inkling train)\b(?!.*--(?:resume|replace))/,
    "$1 --replace",
  ],
  [/^(deno task sweep)(?= --csv)/, "$1 --trials 2"],
  [/^((?:deno task|npx inkling) (?:serve|demo))\b(?!.*--out)/, "$1 --port 0"],
  [/^curl /, "curl --silent --show-error --fail-with-body "],
];

/** A server that a line has started. */
interface Server {
  readonly address: string;
  readonly process: Deno.ChildProcess;
  readonly whole: Promise<string>;
}

/** A copy of the checkout with all that the pages assume, and a folder that has the package of npm. */
export class PageSession {
  readonly #folder: string;
  readonly #checkout: string;
  readonly #shop: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #files: ReturnType<typeof serveFolder>;
  /** How the first lines ended, which stand in several pages: each runs once. */
  readonly #prepared = new Map<string, Outcome>();
  #server: Server | undefined;

  private constructor(folder: string, denoDir: string) {
    this.#folder = folder;
    this.#checkout = join(folder, "checkout");
    this.#shop = join(folder, "shop");
    this.#files = serveFolder(this.#checkout);
    const path = `${join(folder, "bin")}:${Deno.env.get("PATH")}`;
    const home = join(folder, "home");
    this.#env = { PATH: path, HOME: home, DENO_DIR: denoDir, NO_COLOR: "1" };
  }

  /**
   * Makes the copy, the files and the runs.
   * @param options.isLong whether all pages are read; otherwise there are only the runs of the first lines
   */
  static async begin(
    folder: string,
    { isLong }: { readonly isLong: boolean },
  ): Promise<PageSession> {
    const { denoDir } = JSON.parse(await outputOf(Deno.execPath(), ["info", "--json"]));
    const session = new PageSession(folder, denoDir);
    for (const name of ["bin", "home", "shop"]) await Deno.mkdir(join(folder, name));
    await Deno.symlink(Deno.execPath(), join(folder, "bin/deno"));
    const checkout = await checkoutIn(folder, ...MORE);
    await Deno.mkdir(join(checkout, "data"));
    const data = await mnistData();
    await outputOf("cp", ["-R", join(data, "mnist"), join(checkout, "data")]);
    await writePageFiles(checkout, session.#env.HOME!);
    for (const name of ["orders.csv", "next.csv"]) {
      await Deno.copyFile(join(checkout, name), join(session.#shop, name));
    }
    await shortenConfigs(checkout);
    for (const line of isLong ? ASSUMED : ASSUMED.slice(0, FEW)) {
      const outcome = await session.run(line);
      if (outcome.code !== 0) {
        throw new Error(`Cannot prepare the pages: ${line}: ${outcome.stderr}`);
      }
      session.#prepared.set(line, outcome);
    }
    await writeWeights(checkout);
    await session.#installCommands();
    for (const name of ["runs", "sweeps"]) {
      await ensureDir(join(checkout, "data", name));
      await Deno.rename(join(checkout, "data", name), join(folder, name));
    }
    return session;
  }

  /** The commands as npm unpacks them, and in place of npm's Deno that which runs the tests. */
  async #installCommands(): Promise<void> {
    const modules = join(this.#shop, "node_modules");
    for (const [name, bytes] of await commandFiles()) {
      const file = join(modules, "inkling", name);
      await Deno.mkdir(dirname(file), { recursive: true });
      await Deno.writeFile(file, bytes, { mode: 0o755 });
    }
    await Deno.mkdir(join(modules, ".bin"));
    await Deno.symlink("../inkling/bin/inkling.js", join(modules, ".bin/inkling"));
    await Deno.mkdir(join(modules, "deno"));
    await Deno.writeTextFile(join(modules, "deno/package.json"), "{}");
    await Deno.symlink(Deno.execPath(), join(modules, "deno/deno"));
    await Deno.writeTextFile(join(this.#shop, "package.json"), "{}");
  }

  /** A page begins with the runs that pages assume, with no others and without a project. */
  async turnTo(): Promise<void> {
    const project = join(this.#shop, "shop");
    if (await exists(project)) await Deno.remove(project, { recursive: true });
    const folders = { runs: ["checkout/data", "shop"], sweeps: ["checkout/data"] };
    for (const [name, parents] of Object.entries(folders)) {
      for (const parent of parents) {
        const path = join(this.#folder, parent, name);
        if (await exists(path)) await Deno.remove(path, { recursive: true });
        await outputOf("cp", ["-R", join(this.#folder, name), path]);
      }
    }
  }

  /** Runs a line; a server is left running until the next one, or the end of the page. */
  async run(line: string): Promise<Outcome> {
    const known = this.#prepared.get(line);
    if (known !== undefined) return known;
    const changed = CHANGES.reduce((text, [from, to]) => text.replace(from, to), line);
    await this.#prepare(line);
    if (/--port 0/.test(changed)) return await this.#serve(changed);
    const address = this.#server?.address ?? "";
    const here = changed.replace("http://127.0.0.1:8000", address)
      .replace("https://example.org/", this.#files.address);
    return await outcomeOf(this.#start(here));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#files[Symbol.asyncDispose]();
  }

  /** The files that a line finds, or does not find. */
  async #prepare(line: string): Promise<void> {
    const data = join(this.#checkout, "data");
    const [, run] = /^deno task \w+ (\S+) .*\byesterday\b/.exec(line) ?? [];
    if (run !== undefined) {
      await outputOf("cp", ["-R", "-T", join(data, "runs", run), join(data, "runs/yesterday")]);
    }
    const orders = await Deno.readTextFile(join(this.#shop, "next.csv"));
    const read = line.includes("--explain") ? orders.split("\n").slice(0, 13).join("\n") : orders;
    await Deno.writeTextFile(join(this.#checkout, "next.csv"), read);
    if (line.includes("softsign")) await addSoftsign(this.#checkout);
    if (line.includes("fetch --table")) await Deno.remove(join(data, "orders.csv"));
    if (/fetch --from /.test(line)) await Deno.remove(join(data, "mnist"), { recursive: true });
  }

  #start(line: string, detached = false): Deno.ChildProcess {
    return new Deno.Command("bash", {
      args: ["--norc", "--noprofile", "-e", "-o", "pipefail", "-c", line],
      cwd: /^npx (?:--no )?inkling/.test(line) ? this.#shop : this.#checkout,
      env: this.#env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      detached,
      ...!detached && { signal: AbortSignal.timeout(LONGEST_MS) }, // a server ends with its page
    }).spawn();
  }

  async #serve(line: string): Promise<Outcome> {
    await this.stopServer();
    const process = this.#start(line, true);
    const { match, whole } = await waitForLine(process.stdout, /http:\/\/127\.0\.0\.1:\d+/);
    this.#server = { address: match[0], process, whole };
    const response = await fetch(match[0]);
    const code = response.status === 200 ? 0 : 1;
    return { code, stdout: await response.text(), stderr: "" };
  }

  /** Ends a server that the page has left running, as Ctrl-C does. */
  async stopServer(): Promise<void> {
    if (this.#server === undefined) return;
    const { process, whole } = this.#server;
    this.#server = undefined;
    Deno.kill(-process.pid, "SIGINT");
    await Promise.all([process.status, whole, process.stderr.cancel()]);
  }
}
