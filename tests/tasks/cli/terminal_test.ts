/** No name from outside reaches the terminal as it is: of files, folders, columns, classes, cells, options. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { encodePng } from "../../helpers/encode_png.ts";
import { atTerminal } from "../../helpers/pseudo_terminal.ts";
import { done } from "../../helpers/outcomes.ts";
import { canRunHere, runHere } from "../../helpers/run_here.ts";
import { findPython } from "../../helpers/python.ts";
import { flagsOf, granted, scriptOf, temporaryFolder } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** Renames the window, colors by a control character of Latin-1, turns the direction of writing, and takes it all back. */
const EVIL = "\x1b]0;owned\x07\x9b31m\u202e\x7f";

/** Escape sequences that commands themselves print: colors of pictures, progress drawn over again. */
// deno-lint-ignore no-control-regex
const OURS = /\x1b\[(38;5;\d+;48;5;\d+m|0m|K|A)|\r/g;

/** What a terminal obeys, or shows in another order than it is. */
const OBEYED = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

const evil = (name: string) => `${name}${EVIL}`;
const TINY = ["--no-report", "--set", "epochs=1", "--set", "hidden=[4]", "--set", "folds=0"];

/** A command at the terminal, and how it ends. */
type Row = readonly [title: string, words: readonly [string, ...string[]], code: number];

/** The commands, each with all the names that it takes; runs in an empty folder, one after the other. */
function commands(folder: string): Row[] {
  const at = (name: string) => join(folder, evil(name));
  const table = join(folder, `${evil("table")}.csv`);
  const quantity = join(folder, `${evil("quantity")}.csv`);
  const sweep = join(folder, `${evil("sweep")}.json`);
  const picture = join(at("pictures"), evil("yes"), `${evil("0")}.png`);
  const runs = at("runs");
  const run = (name: string) => join(runs, name);
  const train = (name: string, ...words: string[]): ["train", ...string[]] =>
    ["train", "--runs", runs, "--name", name, ...words, ...TINY] as ["train", ...string[]];
  const both = [run("table"), run("again")];
  return [
    ["a table", train("table", "--csv", table, "--target", evil("answer")), 0],
    ["a table again", train("again", "--csv", table, "--target", evil("answer")), 0],
    ["a quantity", train("quantity", "--csv", quantity, "--target", evil("price")), 0],
    ["pictures", train("pictures", "--images", at("pictures")), 0],
    ["over another run", ["train", "--runs", runs, "--name", "table"], 2],
    ["a column that is not there", train("no", "--csv", table, "--target", evil("none")), 1],
    ["a missing target", train("no", "--csv", table), 2],
    ["a key that is not there", train("no", "--set", `${evil("key")}=1`), 2],
    ["a config that is not there", train("no", "--config", at("config")), 2],
    ["an option that is not there", ["train", `--${evil("option")}`], 2],
    ["a word too many", ["train", evil("word")], 2],
    ["runs", ["runs", "--runs", runs], 0],
    ["no runs", ["runs", "--runs", at("nowhere")], 0],
    ["runs as JSON", ["runs", "--runs", runs, "--json"], 0],
    ["evaluate", ["evaluate", run("table"), "--worst", "3"], 0],
    ["evaluate as JSON", ["evaluate", run("table"), "--json"], 0],
    ["evaluate two", ["evaluate", ...both], 0],
    ["evaluate a quantity", ["evaluate", run("quantity"), "--worst", "3"], 0],
    ["evaluate pictures", ["evaluate", run("pictures"), "--worst", "3"], 0],
    ["evaluate what is not there", ["evaluate", run(evil("none"))], 1],
    ["verify", ["verify", run("table")], 0],
    ["verify by training again", ["verify", run("table"), "--retrain"], 0],
    ["report", ["report", run("table"), "--out", join(folder, `${evil("r")}.html`)], 0],
    ["report in Markdown", ["report", run("table"), "--format", "markdown"], 0],
    ["predict a table", ["predict", run("table"), table], 0],
    ["predict a table as JSON", ["predict", run("table"), table, "--json"], 0],
    ["predict into a file", ["predict", run("table"), table, "--out", `${at("o")}.csv`], 0],
    ["predict another table", ["predict", run("table"), quantity], 0],
    ["predict a quantity", ["predict", run("quantity"), quantity], 0],
    ["predict a picture", ["predict", run("pictures"), picture, "--show"], 0],
    ["predict pictures", ["predict", run("pictures"), at("pictures")], 0],
    ["predict pictures as JSON", ["predict", run("pictures"), picture, "--json"], 0],
    ["predict what is not there", ["predict", run("table"), at("none")], 2],
    ["export", ["export", run("table"), "--format", "json"], 0],
    [
      "export into a file",
      ["export", run("table"), "--format", "npz", "--out", `${at("n")}.npz`],
      0,
    ],
    ["evaluate against itself", ["evaluate", run("table"), "--against", run("table")], 0],
    ["plan a sweep that is not there", ["sweep", "plan", at("none")], 2],
    ["sweep", ["sweep", sweep, "--out", at("swept"), "--no-report"], 0],
    ["evaluate a sweep", ["evaluate", at("swept")], 0],
    ["merge a sweep", ["sweep", "merge", at("swept"), "--out", at("merged")], 0],
    ["merge what is none", ["sweep", "merge", at("runs"), "--out", at("merged")], 1],
    ["fetch from a folder", ["fetch", "--from", at("pictures"), "--data", at("data")], 1],
    ["fetch what is not there", ["fetch", "--dataset", evil("set")], 2],
    ["demo", ["demo", "--run", run("table"), "--out", at("page"), "--without-data"], 0],
    [
      "demo without a run",
      ["demo", "--runs", at("none"), "--data", at("none"), "--out", at("bare")],
      0,
    ],
    ["bench", ["bench", "--only", evil("W1")], 2],
    ["reproduce", ["reproduce", "--configs", at("pictures")], 2],
    ["reproduce what is not there", ["reproduce", "--only", evil("row")], 2],
  ];
}

/** Where the data of a recipe is, which was printed to be copied. */
function recipeOf(recipe: string): string {
  const { dataset: { csv, images } } = JSON.parse(recipe);
  return csv ?? images;
}

/** Writes what the commands read. */
async function writeInputs(folder: string): Promise<void> {
  const csv = (name: string, rows: readonly (readonly (string | number)[])[]) =>
    Deno.writeTextFile(
      join(folder, `${evil(name)}.csv`),
      rows.map((row) => `${row.join(",")}\n`).join(""),
    );
  const numbers = Array.from({ length: 60 }, (_, k) => k);
  const colors = ["red", "green", "blue"].map(evil);
  await csv("table", [
    ["size", "color", "answer"].map(evil),
    ...numbers.map((k) => [k % 7, colors[k % 3]!, evil(k % 3 === 0 ? "yes" : "no")]),
    [1, "", evil("yes")],
  ]);
  await csv("quantity", [
    ["size", "color", "price"].map(evil),
    ...numbers.map((k) => [k % 7, colors[k % 3]!, 10 * (k % 7) + k % 3]),
    [1, evil("violet"), 1],
  ]);
  for (const [name, gray] of [["yes", 255], ["no", 0]] as const) {
    const path = join(folder, evil("pictures"), evil(name));
    await Deno.mkdir(path, { recursive: true });
    for (let k = 0; k < 20; k++) {
      const at = (x: number, y: number) => (x + y) % 4 === k % 4 ? gray : 128;
      const size = { width: 8, height: 8, depth: 8, colorType: 0 } as const;
      const png = await encodePng({ ...size, at: (x, y) => [at(x, y)] });
      await Deno.writeFile(join(path, `${evil(String(k))}.png`), png);
    }
  }
  await Deno.writeTextFile(
    join(folder, `${evil("sweep")}.json`),
    JSON.stringify({
      config: {
        dataset: { csv: join(folder, `${evil("table")}.csv`), target: evil("answer") },
        hidden: [4],
        epochs: 1,
      },
      method: "grid",
      parameters: { learningRate: { values: [0.1, 0.01] } },
    }),
  );
}

const python = granted("read", "write") ? await findPython("pty, fcntl, termios") : undefined;

Deno.test("no command lets a terminal obey a name", { ignore: python === undefined }, async (t) => {
  await using temporary = await temporaryFolder();
  const folder = join(temporary.path, evil("work"));
  await Deno.mkdir(folder);
  await writeInputs(folder);
  const begun = new Set<string>();
  /** Runs a command, for the first time at a terminal of the system. */
  const ended = async (task: string, words: readonly string[]) => {
    if (begun.has(task) && canRunHere(task)) {
      const { code, stdout, stderr } = await runHere([task, ...words], { atTerminal: true });
      return { code, text: stdout + stderr };
    }
    begun.add(task);
    const command = [Deno.execPath(), "run", ...flagsOf(task), scriptOf(task), ...words];
    return await atTerminal(python!, command);
  };
  for (const [title, [task, ...words], code] of commands(folder)) {
    await t.step(`${task}: ${title}`, async () => {
      const outcome = await ended(task, words);
      assertEquals(outcome.code, code, JSON.stringify(outcome.text));
      assertStringIncludes(outcome.text, "owned");
      const left = outcome.text.replaceAll(OURS, "").split("\n");
      assertEquals(left.filter((line) => OBEYED.test(line)), []);
      const pictures = ["evaluate pictures", "predict a picture"].includes(title);
      assertEquals(outcome.text.includes("\x1b[38;5;"), pictures, "pictures have colors");
      const [, recipe] = /^The recipe.*:\s+({.*})$/m.exec(outcome.text) ?? [];
      if (recipe !== undefined) assertStringIncludes(recipeOf(recipe), evil(""));
    });
  }
});

test("a pipe gets rows and JSON as they are", async ({ path: temporary }) => {
  const folder = join(temporary, evil("work"));
  await Deno.mkdir(folder);
  await writeInputs(folder);
  const table = join(folder, `${evil("table")}.csv`);
  const own = ["--csv", table, "--target", evil("answer"), "--runs", folder, "--name", "run"];
  const trained = await done("train", ...own, ...TINY, "--json");
  assertEquals(trained.stdout, `${JSON.stringify(JSON.parse(trained.stdout))}\n`);
  const { stdout } = await runHere(["predict", join(folder, "run"), table]);
  const rows = (await Deno.readTextFile(table)).trimEnd().split("\n");
  const printed = stdout.trimEnd().split("\n");
  assertEquals(printed.length, rows.length);
  assert(printed.every((line, k) => line.startsWith(`${rows[k]},`)));
  assertStringIncludes(printed[1]!, evil("red"));
  const { stdout: log } = await runHere(["evaluate", join(folder, "run")]); // it ends at a terminal
  assertEquals(log.split("\n").filter((line) => OBEYED.test(line)), []);
});
