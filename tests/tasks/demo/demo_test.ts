import { assert, assertEquals, assertGreater, assertLess, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseConfig } from "../../../lib/config.ts";
import { mnist } from "../../../lib/digits/mnist.ts";
import { PRESETS } from "../../../packages/page/settings.ts";
import { othersText, pageNetwork, shownRuns } from "../../../tasks/demo/page_network.ts";
import { readRun } from "../../../tasks/run/run_folder.ts";
import { pageFiles } from "../../../tasks/demo/site_files.ts";
import { parseIdx } from "../../../lib/formats/idx.ts";
import { sha256 as hashOf } from "../../../lib/formats/sha256.ts";
import { Network } from "../../../mod.ts";
import { tinyRun } from "../../helpers/mnist_data.ts";
import { granted, namesIn, ROOT, runTask } from "../../helpers/run_task.ts";
import { testsWhere } from "../../helpers/tests_with.ts";
import { serveDemo } from "./served.ts";

const ignore = !granted("read", "write", "run", "net");
const test = testsWhere(!ignore);

/** The page of digits without network and data, in bytes: what a visitor waits for, with the charts and the network's inside. */
const PAGE_LIMIT = 240_000;

/** The worker that trains on digits, in bytes: loaded when training begins. */
const WORKER_LIMIT = 36_500;

/**
 * What the scripts for tables, or for other pictures, add to that: loaded only where there are some. The worker that
 * reads tables has all sentences on what is wrong with them, and the names of the rules by which it guesses; it reads dates,
 * money and units, and trains ensembles over folds, beside linear models and boosted trees.
 */
const MORE_LIMIT = 239_800;

/** What splits a table and trains over its folds, and what prints the verdict: loaded when training begins, and when it has ended. */
const TRAINING_LIMIT = 146_500;

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The files that scripts load at once, those that they import included. */
function loadedWith(
  files: ReadonlyMap<string, Uint8Array>,
  scripts: readonly string[],
): Set<string> {
  const loaded = new Set<string>();
  const visit = (name: string): void => {
    if (loaded.has(name)) return;
    loaded.add(name);
    const text = decoded(files.get(name)!);
    for (const [, other] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) visit(other!);
  };
  for (const script of scripts) visit(script);
  return loaded;
}

Deno.test("demo --help exits with 0 and a wrong option with 2", { ignore }, async () => {
  const { code, stdout } = await runTask(["demo", "--help"]);
  assertEquals(code, 0);
  assertMatch(stdout, /Usage: deno task demo RUN \[options\]/);
  for (
    const words of [
      ["--prot", "1"],
      ["--port", "70000"],
      ["--port", "x"],
      ["a-run", "another"],
      ["a-run", "--run", "another"],
    ] as const
  ) {
    assertEquals((await runTask(["demo", ...words])).code, 2, words.join(" "));
  }
});

Deno.test(
  "the page of digits is under 240 kB without data, and the schema library is in no page",
  {
    ignore,
  },
  async () => {
    const files = await pageFiles();
    const sizeOf = (names: Iterable<string>) =>
      [...names].reduce((sum, name) => sum + files.get(name)!.length, 0);
    const still = ["index.html", "style.css", "icon.svg"];
    const first = loadedWith(files, ["page.js", "network_view.js", "training_charts.js"]);
    assertLess(sizeOf([...still, ...first]), PAGE_LIMIT);
    const digits = first.union(loadedWith(files, ["worker.js"]));
    assertLess(sizeOf(digits.difference(first)), WORKER_LIMIT);
    const own = ["own_pictures.js", "pictures_training.js", "picture_part.js"];
    for (const scripts of [["tables.js", "table_training.js"], ["picture_part.js"], own]) {
      assertLess(sizeOf(loadedWith(files, scripts).difference(digits)), MORE_LIMIT);
    }
    const training = loadedWith(files, ["tables.js", "table_training.js"]);
    const later = decoded(files.get("table_training.js")!).matchAll(/import\("\.\/([^"]+)"\)/g);
    const lazy = loadedWith(files, Array.from(later, ([, name]) => name!));
    assertLess(sizeOf(lazy.difference(digits).difference(training)), TRAINING_LIMIT);
    // Neither the texts of the course, nor what observes layers, unless they are used.
    for (const text of ["Cannot show this", "Cannot observe"]) {
      const scripts = [...digits].filter((name) => decoded(files.get(name)!).includes(text));
      assertEquals(scripts, [], text);
    }
    const unhashed = [...files.keys()].filter((name) => !/^[a-z_]+(-\d+)?\.\w+$/.test(name));
    assertEquals(unhashed, []); // a name with a hash would stay when the page is written again
    for (const [name, content] of files) {
      const text = decoded(content);
      assertGreater(text.length, 0, name);
      assertEquals(/\bzod\b|ZodError/i.test(text), false, name);
      // Without a server of its own, on any: no address but the names of SVG's elements.
      const addresses = text.match(/https?:\/\/[^"'`\s)]+/g) ?? [];
      assertEquals(addresses.filter(isForeign), [], name);
    }
  },
);

/** The mirrors and the namespace of SVG stand in the code; the page asks neither. */
function isForeign(address: string): boolean {
  return address !== "http://www.w3.org/2000/svg" &&
    !/openxmlformats\.org|purl\.oclc\.org\/ooxml/.test(address) && // the namespaces of XLSX
    !/cvdf-datasets|ossci-datasets|fashion-mnist/.test(address);
}

test("demo --out writes a site for any server, and writes it again", async (folder) => {
  const { run, data } = await tinyRun(join(folder.path, "runs"));
  const out = join(folder.path, "site");
  const words = ["--runs", join(folder.path, "runs"), "--data", data, "--out", out] as const;
  for (let time = 0; time < 2; time++) {
    const { code, stdout, stderr } = await runTask(["demo", ...words]);
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /^Drawings are read by .*tutorial\nWrote \d+ files to /);
  }
  const site = JSON.parse(await Deno.readTextFile(join(out, "site.json")));
  const { name: shown, kind, pictures } = site.network;
  assertEquals([shown, kind, pictures], ["tutorial", "digits", null]);
  assertMatch(site.network.result, /^\d+\.\d\d % right$/);
  const { images, sure, right, rightOfOthers } = site.network.confidence;
  assertEquals(images, 2000);
  assertLess(right, sure);
  const { validation } = (await readRun(run)).summary!;
  const accuracy = (validation as { accuracy: number }).accuracy;
  assertLess(Math.abs((right + rightOfOthers) / images - accuracy), 0.05);
  assertEquals(site.data, { folder: "data/", suffix: ".gz" });
  assertEquals(
    await Deno.readFile(join(out, site.network.file)),
    await Deno.readFile(join(run, "weights.safetensors")),
  );
  const worker = await Deno.readTextFile(join(out, "service_worker.js"));
  const kept: [string, string][] = JSON.parse(
    /^const FILES=(\[.*?\]);const VERSION="/.exec(worker)![1]!,
  );
  for (const [path, integrity] of kept) {
    const file = await Deno.readFile(join(out, path === "./" ? "index.html" : path));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", file)).toBase64();
    assertEquals(integrity, `sha256-${hash}`, path);
  }
  const all = (await namesIn(out)).filter((name) =>
    !["data", "files.json", "service_worker.js"].includes(name)
  );
  assertEquals(kept.map(([path]) => path.replace("./", "index.html")).sort(), all);
  const names = Object.values(mnist.files).map(({ name }) => `${name}.gz`).sort();
  assertEquals(await namesIn(join(out, "data")), names);
  const labels = parseIdx(await Deno.readFile(join(out, site.examples.labels)));
  assertEquals(labels.shape, [50]);
  const { name, sha256 } = mnist.files.testLabels;
  const packed = await Deno.open(join(out, "data", `${name}.gz`));
  const unpacked = packed.readable.pipeThrough(new DecompressionStream("gzip"));
  const bytes = await new Response(unpacked).bytes();
  assertEquals(await hashOf(bytes), sha256);
});

test("the task demo works where nothing was brought from npm before", async (folder) => {
  const page = join(folder.path, "page");
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "demo", "--out", page, "--runs", folder.path, "--data", folder.path],
    cwd: ROOT,
    env: { DENO_DIR: join(folder.path, "cache") },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  assertEquals((await namesIn(page)).includes("page.js"), true);
});

Deno.test("demo serves its files to this machine, with a strict policy, and nothing else", {
  ignore,
}, async () => {
  await using page = await serveDemo({ network: false });
  const index = await fetch(page.address);
  const policy = index.headers.get("content-security-policy")!;
  assertMatch(policy, /^default-src 'none'; script-src/);
  assertMatch(index.headers.get("permissions-policy")!, /camera=\(\)/);
  const expected = {
    "content-type": "text/html; charset=utf-8",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
  };
  for (const [header, value] of Object.entries(expected)) {
    assertEquals(index.headers.get(header), value);
  }
  const [, inPage] = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(
    await index.text(),
  )!;
  assertMatch(policy, new RegExp(`^${inPage}; frame`));
  const site = await (await fetch(`${page.address}site.json`)).json();
  assertEquals(site.network, null);
  assertEquals(site.data, { folder: "data/", suffix: "" });
  const labels = await fetch(`${page.address}data/${mnist.files.testLabels.name}`);
  assertEquals((await labels.bytes()).length, mnist.files.testLabels.bytes);
  for (const path of ["deno.json", "../deno.json", "..%2fdeno.json", "data/", "data/mnist"]) {
    const response = await fetch(page.address + path);
    assertEquals([response.status, await response.text()], [404, "There is no such file\n"], path);
  }
  const port = new URL(page.address).port;
  const taken = await runTask(["demo", "--port", port, "--runs", "none"]);
  assertEquals([taken.code, /something else uses it/.test(taken.stderr)], [1, true]);
});

/** A network of pictures, whose file describes its inputs. */
function picturesFile(dataset: object, source: string, shape: readonly number[]) {
  const sizes = [12, 2];
  const functions = { outputActivation: "softmax", cost: "logLikelihood" } as const;
  const network = new Network(sizes, { ...functions, activation: "relu", initializer: "he" });
  const config = parseConfig({ dataset, sizes, ...functions, trainingSize: 9 });
  const input = JSON.stringify({ version: 1, source, shape, type: "uint8" });
  return network.toSafetensors({ config: JSON.stringify(config), epoch: "1", input });
}

test("demo takes the newest run of digits, lists the others, and names one that is none", async (folder) => {
  assertEquals(await shownRuns(join(folder.path, "none")), { run: undefined, others: [] });
  const { run } = await tinyRun(folder.path);
  const [older, broken, photos] = ["older", "zz-broken", "photos"].map((name) =>
    join(folder.path, name)
  ) as [string, string, string];
  for (const path of [older, broken, photos]) await Deno.mkdir(path);
  for (const name of await namesIn(run)) await Deno.copyFile(join(run, name), join(older, name));
  const weights = "weights.safetensors";
  await Deno.writeTextFile(join(broken, weights), "");
  await Deno.writeFile(
    join(photos, weights),
    picturesFile({ images: "photos" }, "pictures", [2, 2, 3]),
  );
  for (const [k, path] of [photos, broken, run, older].entries()) {
    const past = new Date(Date.now() - 60_000 * k);
    await Deno.utime(join(path, weights), past, past);
  }
  const shown = await shownRuns(folder.path);
  assertEquals(shown, { run, others: ["photos", "zz-broken", "older"] });
  assertEquals(
    othersText("runs", shown, "deno task demo"),
    "Other runs in runs: photos, zz-broken, older; `deno task demo photos` shows one",
  );
  const many = { run: undefined, others: ["a", "b", "c", "d", "e", "f", "g"] };
  assertMatch(othersText("runs", many, "x")!, /^Runs in runs: a, b, c, d, e and 2 more; `x a` /);
  assertEquals(othersText("runs", { run, others: [] }, "x"), undefined);
  const words = ["--runs", folder.path, "--out", join(folder.path, "out"), "--without-data"];
  const { stdout } = await runTask(["demo", ...words]);
  assertMatch(stdout, RegExp(`^Drawings are read by ${run}\nOther runs in .*: photos, `, "m"));
  const { code, stderr } = await runTask(["demo", "--run", join(folder.path, "lost")]);
  assertEquals(code, 1);
  assertMatch(stderr, /^error: Cannot find .*lost.*: .*lost is not a run of `deno task train`/);
});

test("the page gets which of its epochs a run has", async (folder) => {
  const { run } = await tinyRun(folder.path);
  assertEquals((await pageNetwork(run)).cut, null);
  const [config, summary] = [join(run, "config.json"), join(run, "summary.json")];
  const change = async (path: string, values: object) => {
    const all = { ...JSON.parse(await Deno.readTextFile(path)), ...values };
    await Deno.writeTextFile(path, JSON.stringify(all));
  };
  await change(config, { epochs: 25 });
  const { epochs } = JSON.parse(await Deno.readTextFile(summary));
  for (
    const [ended, cut] of [
      ["interrupted", "stopped"],
      ["timeLimit", "stopped by its time limit"],
      ["earlyStopping", "ended early"],
    ] as const
  ) {
    await change(summary, { ended });
    assertEquals((await pageNetwork(run)).cut, `${cut} after ${epochs} of 25 epochs`);
  }
});

test("the page gets what a network predicts from", async (folder) => {
  for (
    const [dataset, source, shape, lightInk] of [
      [{ images: "photos" }, "pictures", [2, 2, 3], false],
      [{ idx: "letters" }, "idx", [3, 4], true],
    ] as const
  ) {
    const path = join(folder.path, "a.safetensors");
    await Deno.writeFile(path, picturesFile(dataset, source, shape));
    const { kind, pictures, result } = await pageNetwork(path);
    assertEquals([kind, result], ["pictures", null]);
    assertEquals(pictures, { shape: [...shape], lightInk, classes: null });
  }
});

Deno.test(
  "the page's presets are configs, the first the tutorial's",
  { ignore: !granted("read") },
  async () => {
    const text = await Deno.readTextFile(join(ROOT, "tasks/configs/tutorial.json"));
    const presets = Object.values(PRESETS).map((settings) => parseConfig(settings));
    assertEquals(presets[0], parseConfig(JSON.parse(text)));
  },
);
