/** docs/formats.md describes the model file as it is written and read. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { MISSING_TEXTS } from "../../lib/table/cells/cells.ts";
import { parseTableDescription } from "../../lib/table/columns/parse_description.ts";
import { drawSet } from "../helpers/draw_pictures.ts";
import { blocksOf, type Page, pages } from "../helpers/markdown.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { granted, ROOT, runTask, temporaryFolder } from "../helpers/run_task.ts";

const mayRun = granted("read", "write", "run");
const torch = mayRun ? await findPython("torch, safetensors.torch") : undefined;
const onnxruntime = mayRun ? await findPython("onnxruntime, numpy") : undefined;

const PENGUINS = join(ROOT, "examples", "penguins.csv");

async function guide(): Promise<Page> {
  return (await pages()).find(({ path }) => path === "docs/formats.md")!;
}

/** Trains on the penguins as the page has it, and returns the run's folder. */
async function trainPenguins(runs: string): Promise<string> {
  const words = ["--csv", PENGUINS, "--target", "species", "--gaps", "mean", "--no-report"];
  const trained = await runTask(["train", ...words, "--runs", runs]);
  assertEquals(trained.code, 0, trained.stderr);
  return join(runs, "penguins");
}

Deno.test(
  "the page lists the texts that are missing values, and its descriptions of tables are some",
  { ignore: !granted("read") },
  async () => {
    const page = await guide();
    const [, list] = /if it is empty or one of ([^]*?)\. Spaces/.exec(page.text)!;
    const texts = [...list!.matchAll(/`([^`]+)`/g)].map(([, text]) => text);
    assertEquals(["", ...texts].sort(), [...MISSING_TEXTS].sort());

    const [table, quantities] = blocksOf(page).filter(({ info }) => info === "jsonc");
    parseTableDescription(table!.code);
    const target = JSON.parse(quantities!.code);
    parseTableDescription(JSON.stringify({ ...JSON.parse(table!.code), target }));
  },
);

Deno.test("the page has every key of the metadata that train writes", {
  ignore: !mayRun,
}, async () => {
  await using folder = await temporaryFolder();
  const { text } = await guide();
  const documented = [...text.matchAll(/^\| `(\w+)` +\|/gm)].map(([, key]) => key);
  const pictures = join(folder.path, "figures");
  await drawSet(pictures, { each: 8 });
  const common = ["--runs", folder.path, "--no-report", "--set", "epochs=1"];
  const data = [
    ["--csv", PENGUINS, "--target", "species", "--name", "classes"],
    ["--csv", PENGUINS, "--target", "body_mass_g", "--name", "quantities"],
    ["--images", pictures, "--name", "pictures"],
  ];
  for (const words of data) {
    const { code, stderr } = await runTask(["train", ...words, ...common]);
    assertEquals(code, 0, stderr);
    const path = join(folder.path, words.at(-1)!, "weights.safetensors");
    const { metadata } = parseSafetensors(await Deno.readFile(path));
    const missing = Object.keys(metadata).filter((key) => !documented.includes(key));
    assertEquals(missing, []);
  }
});

Deno.test("the page's programs in Python run, and print what the page has", {
  ignore: torch === undefined || onnxruntime === undefined,
}, async () => {
  await using folder = await temporaryFolder();
  const run = await trainPenguins(folder.path);
  assertEquals((await runTask(["export", run])).code, 0);
  const file = join(folder.path, "torch.safetensors");
  const programs = blocksOf(await guide()).filter(({ info }) => info === "py");
  assertEquals(programs.length, 2);
  for (const { code } of programs) {
    // A line with a value behind it in a comment has that value.
    const checked = code
      .replaceAll(
        /^(\S+) {2}# (".*")$/gm,
        (_, expression, value) => `assert ${expression} == ${value}`,
      )
      .replaceAll("data/runs/penguins", run)
      .replaceAll("penguins.csv", PENGUINS)
      .replaceAll("penguins.safetensors", file);
    await runPython(code.includes("torch") ? torch! : onnxruntime!, checked);
  }
  const { code, stdout, stderr } = await runTask(["predict", file, PENGUINS]);
  assertEquals(code, 0, stderr);
  assert(stdout.trim().split("\n").length === 345);
  assertMatch(stdout.split("\n")[1]!, /,(Gentoo|Adelie),0\.\d/);
});
