/** What each command usually prints has the width of the terminal: no line is longer, no word is cut. */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { ENTRIES } from "../../../packages/course/site/commands.ts";
import { helpText } from "../../../tasks/cli/main.ts";
import { encodePng } from "../../helpers/encode_png.ts";
import { waitForLine } from "../../helpers/lines.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { runHere } from "../../helpers/run_here.ts";
import { granted, startTask, temporaryFolder, WIDE } from "../../helpers/run_task.ts";

const WIDTHS = [60, 80, 120];

/** A command, and how it ends. */
type Row = readonly [words: readonly [string, ...string[]], code?: number];

const TABLE = ["--csv", "examples/penguins.csv", "--target", "species"];
const TINY = ["--set", "epochs=1", "--set", "hidden=[4]"];

/** Every command with what people usually ask of it, one after the other, in a folder of their own. */
function commands(folder: string, data: string): Row[] {
  const at = (name: string) => join(folder, name);
  const runs = at("runs");
  const train = (name: string, ...words: string[]): Row => [[
    "train",
    ...["--runs", runs, "--data", data, "--name", name, "--replace"],
    ...words,
  ]];
  const [digits, penguins, masses] = ["digits", "penguins", "masses"].map((name) =>
    join(runs, name)
  );
  const mass = ["--csv", "examples/penguins.csv", "--target", "body_mass_g"];
  return [
    train("digits", "--set", "epochs=12", "--set", "trainingSize=100"),
    train("penguins", ...TABLE, "--folds", "2", ...TINY),
    train("masses", ...mass, "--folds", "0", ...TINY),
    train("all", ...TABLE, "--folds", "2", "--verbose", ...TINY),
    [["train", ...TABLE, "--describe"]],
    [["train", "--runs", runs, "--data", data, "--name", "digits"], 2],
    [["train", "--csv", "examples/penguins.csv", "--target", "specie"], 1],
    [["train", "--csv", "examples/penguins.csv"], 2],
    [["train", "--set", "epoch=3"], 2],
    [["train", "--epochs", "3"], 2],
    [["train", "--config", at("none.json")], 2],
    [["runs", "--runs", runs]],
    [["runs", "--runs", runs, "--verbose"]],
    [["runs", "--runs", at("none")]],
    [["evaluate", digits!, "--data", data, "--worst", "3"]],
    [["evaluate", penguins!, "--worst", "3"]],
    [["evaluate", masses!]],
    [["evaluate", at("none")], 1],
    [["predict", digits!, "examples/three.png"]],
    [["predict", digits!, "examples/three.png", at("seven.png")]],
    [["predict", penguins!, at("none.csv")], 1],
    [["verify", digits!, "--data", data]],
    [["verify", penguins!]],
    [["report", penguins!, "--out", at("report.html")]],
    [["export", penguins!, "--format", "module"]],
    [["export", digits!, "--format", "onnx", "--out", at("digits.onnx")]],
    [["init", at("project")]],
    [["init", at("project")], 1],
    [["sweep", at("sweep.json"), "--out", at("swept"), "--dry-run"]],
    [["sweep", at("sweep.json"), "--out", at("swept")]],
    [["evaluate", at("swept")]],
    [["fetch", "--data", data]],
    [["fetch", "--from", folder, "--data", at("data")], 1],
    [["fetch", "--from", join(data, "mnist"), "--data", at("data")]],
  ];
}

async function writeInputs(folder: string): Promise<void> {
  const size = { width: 28, height: 28, depth: 8, colorType: 0 } as const;
  const at = (x: number, y: number) => [x > 20 - y / 4 && x < 24 - y / 4 ? 255 : 0];
  await Deno.writeFile(join(folder, "seven.png"), await encodePng({ ...size, at }));
  const config = {
    dataset: { csv: "examples/penguins.csv", target: "species" },
    hidden: [4],
    epochs: 1,
  };
  await Deno.writeTextFile(
    join(folder, "sweep.json"),
    JSON.stringify({
      config,
      method: "grid",
      parameters: { learningRate: { values: [0.1, 0.01] } },
    }),
  );
}

/** A path, or a command, as they are copied, perhaps with a word before them or a mark behind. */
const ALONE = /^ *(?:[^ ]+|\S*`[^`]*`\S*|(?:deno task|npx inkling|curl) .*|\{".*\}|\S*"[^"]*"\S*)$/;

/** Lines that are too long, and do not hold a path or a command alone. */
function longLines(text: string, columns: number): string[] {
  return text.split("\n").filter((line) => [...line].length > columns && !ALONE.test(line));
}

/** What `runs` adds where columns have no room. */
const LEFT_OUT = "Not shown: --verbose prints them";

/** Words of a text that another does not have; times and speeds differ from run to run. */
function otherWords(text: string, than: string): string[] {
  const words = (text: string) => text.split(/\s+/).map((word) => word.replace(/[,;:.]$/, ""));
  const known = new Set(words(`${than} ${LEFT_OUT}`));
  return words(text).filter((word) => word !== "" && !known.has(word) && !/\d/.test(word));
}

function assertLaidOut(text: string, wide: string, columns: number, what: string): void {
  assertEquals(longLines(text, columns), [], `${what}: lines of more than ${columns}`);
  assertEquals(otherWords(text, wide), [], `${what}: words that are cut at ${columns}`);
}

Deno.test("help has the width of the terminal", () => {
  for (const [command] of ENTRIES) {
    const wide = helpText(command, true);
    for (const columns of WIDTHS) {
      assertLaidOut(helpText(command, true, columns), wide, columns, command.name);
    }
  }
});

const ignore = !granted("read", "write", "run", "net", "env") || Deno.build.os === "windows";

Deno.test("every command prints in the width of the terminal", { ignore }, async (context) => {
  const data = await mnistData();
  const wide = new Map<number, string>();
  for (const columns of [WIDE, ...WIDTHS.map(String)]) {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "work");
    await Deno.mkdir(folder);
    await writeInputs(folder);
    for (const [k, [words, code = 0]] of commands(folder, data).entries()) {
      await context.step(
        `${columns === WIDE ? "any width" : columns}: ${words[0]} ${k}`,
        async () => {
          const outcome = await runHere(words, { columns });
          assertEquals(outcome.code, code, outcome.stdout + outcome.stderr);
          const text = (outcome.stdout + outcome.stderr).replaceAll(temporary.path, "/tmp/inkling");
          if (columns === WIDE) wide.set(k, text);
          else assertLaidOut(text, wide.get(k)!, Number(columns), words.join(" "));
        },
      );
    }
    if (columns === WIDE) continue;
    for (const name of ["serve", "demo"]) {
      await context.step(`${columns}: ${name}`, async () => {
        const words = name === "serve"
          ? [join(folder, "runs", "penguins")]
          : ["--runs", join(folder, "none"), "--data", join(folder, "none")];
        const process = startTask([name, ...words, "--port", "0"], { env: { COLUMNS: columns } });
        const errors = new Response(process.stderr).text();
        const { whole } = await waitForLine(process.stdout, name === "serve" ? /curl/ : /Open/);
        process.kill("SIGINT");
        const text = await whole + await errors;
        await process.status;
        assert(text.includes("http://"), text);
        assertEquals(longLines(text, Number(columns)), [], name);
      });
    }
  }
});
