/** Whatever can run the library and is found on this machine: Deno, Node, Bun, and browsers. @module */

import { retry } from "@std/async/retry";
import { fromFileUrl, join } from "@std/path";
import { outcomeOf, ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { findChromium, FLAGS, ISOLATION } from "./chromium.ts";
import { mnistExamples } from "./mnist_examples.ts";
import { type BrowserCommand, type Files, openPageIn } from "./open_page.ts";
import { IMAGES, type WholeRun } from "./whole_run.ts";

/** The oldest Node that the README names, the newest one, and a Bun; npm brings them where they are not installed. */
const TOOLS = [["Node", "node@20.16.0"], ["Node", "node@latest"], ["Bun", "bun@1.4.5"]] as const;

/** How long a browser may take, in milliseconds: a busy machine needs minutes. WebKit was seen to stand still, so it has a second try. */
const PATIENCE = 240_000;

/** Preferences of Firefox's profile: nothing but our own page is asked for. */
const PREFERENCES = [
  "app.normandy.enabled",
  "app.update.enabled",
  "browser.safebrowsing.update.enabled",
  "browser.shell.checkDefaultBrowser",
  "datareporting.policy.dataSubmissionEnabled",
  "dom.push.connection.enabled",
  "network.captive-portal-service.enabled",
  "network.connectivity-service.enabled",
  "toolkit.telemetry.enabled",
].map((name) => `user_pref("${name}", false);\n`).join("");

/** Something that runs the library. */
export interface Platform {
  readonly name: string;
  readonly version: string;
  /** Trains both runs with so many workers. */
  readonly train: (workers: number) => Promise<WholeRun>;
}

/** What trains, made once: the bundle with the data beside it. */
export interface Workplace extends AsyncDisposable {
  readonly folder: string;
}

/** Makes the workplace; the data has to be in the checkout's `data/`. */
export async function makeWorkplace(): Promise<Workplace> {
  const made = await temporaryFolder();
  const folder = made.path;
  const bundle = join(folder, "whole_run.js");
  await run(Deno.execPath(), [
    "bundle",
    "-q",
    "--no-lock",
    "--platform=browser",
    "-o",
    bundle,
    "tests/engine/whole_run.ts",
  ]);
  const fixture = fromFileUrl(new URL("whole_run_fixture.mjs", import.meta.url));
  await Deno.copyFile(fixture, join(folder, "train.mjs"));
  await Deno.writeTextFile(join(folder, "package.json"), '{ "type": "module" }'); // Node 20 guesses no modules
  const { images, labels } = await mnistExamples(IMAGES);
  await Deno.writeFile(join(folder, "images"), images);
  await Deno.writeFile(join(folder, "labels"), labels);
  return { folder, [Symbol.asyncDispose]: () => made[Symbol.asyncDispose]() };
}

/** All that is found here. */
export async function platforms({ folder }: Workplace): Promise<Platform[]> {
  const script = join(folder, "train.mjs");
  const found: Platform[] = [
    ofProcess("Deno", Deno.version.deno, [
      Deno.execPath(),
      "run",
      `--allow-read=${folder}`,
      script,
    ]),
  ];
  for (const [name, tool] of TOOLS) {
    const command = ["npx", "--yes", "--", tool];
    const version = await versionBy([...command, "--version"], /[\d.]+/);
    if (version !== undefined) found.push(ofProcess(name, version, [...command, script]));
  }
  for (const { name, version, command } of await browsers()) {
    const train = async (workers: number) => {
      const page = await pageIn(folder, workers);
      return await foundIn({ name, command }, page, ISOLATION) as WholeRun;
    };
    found.push({ name, version, train });
  }
  return found;
}

/** A browser that is found on this machine. */
export interface FoundBrowser {
  readonly name: string;
  readonly version: string;
  readonly command: BrowserCommand;
}

/** Chromium, Firefox and WebKit, as far as they are here. */
export async function browsers(): Promise<FoundBrowser[]> {
  const chromium = await findChromium();
  const known: [name: string, version: RegExp, command: BrowserCommand][] = [
    ["Chromium", /[\d.]{3,}/, {
      program: chromium ?? "chromium",
      args: (profile) => [...FLAGS, `--user-data-dir=${profile}`],
    }],
    ["Firefox", /[\d.]{3,}/, {
      program: "firefox-esr",
      args: (profile) => {
        Deno.writeTextFileSync(join(profile, "user.js"), PREFERENCES);
        return ["--headless", "--no-remote", "--profile", profile];
      },
    }],
    ["WebKit", /(?<=WebKit )[\d.]+/, {
      program: "cog",
      args: () => ["--platform=headless"],
      env: { JSC_useSharedArrayBuffer: "1" }, // Safari has it by itself
    }],
  ];
  const found: FoundBrowser[] = [];
  for (const [name, pattern, command] of known) {
    const version = await versionBy([command.program, "--version"], pattern);
    if (version !== undefined) found.push({ name, version, command });
  }
  return found;
}

/**
 * What a page finds in a browser, at the second try if the first one fails.
 * @param headers of every answer
 * @throws {Error} with the sentence that the page sends instead
 */
export async function foundIn(
  { name, command }: Pick<FoundBrowser, "name" | "command">,
  page: Files,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const open = () => openPageIn(command, page, headers, PATIENCE);
  const found = await retry(open, { maxAttempts: 2, minTimeout: 0 });
  if (typeof found === "string") throw new Error(`${name}: ${found}`);
  return found;
}

function ofProcess(name: string, version: string, command: readonly string[]): Platform {
  const [program, ...args] = command as [string, ...string[]];
  return {
    name,
    version,
    train: async (workers) => JSON.parse(await run(program, [...args, String(workers)])),
  };
}

/** A page that trains in a worker, since the engine waits for its own workers, which a page must not. */
async function pageIn(folder: string, workers: number): Promise<Files> {
  const page = `<!doctype html><title>Inkling</title><script type="module">
    const send = (found) => fetch("/found", { method: "POST", body: JSON.stringify(found) });
    const worker = new Worker("/worker.js", { type: "module" });
    worker.onmessage = ({ data }) => send(data);
    worker.onerror = ({ message }) => send("the worker failed: " + message);
  </script>`;
  const worker = `
    import { trainWholeRuns } from "/whole_run.js";
    const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
    const examples = { images: await bytes("/images"), labels: await bytes("/labels") };
    postMessage(await trainWholeRuns(examples, ${workers}).catch((error) => String(error)));`;
  const read = (name: string) => Deno.readFile(join(folder, name));
  return {
    "/": ["text/html", page],
    "/worker.js": ["text/javascript", worker],
    "/whole_run.js": ["text/javascript", await read("whole_run.js")],
    "/images": ["application/octet-stream", await read("images")],
    "/labels": ["application/octet-stream", await read("labels")],
  };
}

/** What a program prints as its version; undefined if it is not there. */
async function versionBy(command: readonly string[], pattern: RegExp): Promise<string | undefined> {
  const [program, ...args] = command as [string, ...string[]];
  try {
    return pattern.exec(await run(program, args))?.[0];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await outcomeOf(
    new Deno.Command(program, {
      args: [...args],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
  if (code !== 0) throw new Error(`Cannot run ${program} ${args.join(" ")}: ${stderr}`);
  return stdout;
}
