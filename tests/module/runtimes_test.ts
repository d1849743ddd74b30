/** A module runs in Deno, Node, Bun, workerd and a browser with a strict policy, and answers the same everywhere. */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { RandomStream } from "../../lib/numerics/random.ts";
import { describeInputs, describeTable, RUNTIMES } from "../../lib/module/describe.ts";
import { Network } from "../../lib/network.ts";
import type { TableOptions } from "../../lib/table/columns/options.ts";
import type { TableModel } from "../../lib/table/model/table_model.ts";
import { findChromium, openPage } from "../engine/chromium.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { drawDigit, STYLES } from "../helpers/drawings.ts";
import { hasNpm } from "../helpers/npm.ts";
import { granted, outcomeOf } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import {
  drawRow,
  ensembleOf,
  loaded,
  moduleTextOf,
  networkOf,
  withDistributions,
} from "./model_fixture.ts";

const mayRun = granted("read", "write", "run");
const chromium = await findChromium();
const npm = LONG_TESTS && await hasNpm();
const hasNode = mayRun && await isThere("node");

/** Answers as text: JSON drops what is undefined. */
const ANSWERS = "JSON.stringify(rows.map((row) => predict(row)))";

/** Answers and their reasons as text. */
const REASONS = "JSON.stringify(rows.map((row) => [predict(row), explain(row)]))";

const EXPLAINED_ROWS = 5;

/** What stands before the answers, where other lines may too. */
const MARK = "ANSWERS ";

/** A program, with the permissions of the tests. */
async function isThere(program: string): Promise<boolean> {
  try {
    const command = new Deno.Command(program, {
      args: ["--version"],
      stdout: "null",
      stderr: "null",
    });
    return (await command.output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** What a program prints after the mark. */
async function answersOf(program: string, args: string[], cwd: string): Promise<unknown> {
  const command = new Deno.Command(program, { args, cwd, stdout: "piped", stderr: "piped" });
  const { code, stdout, stderr } = await outcomeOf(command.spawn());
  assertEquals(code, 0, stderr);
  const line = stdout.split("\n").find((line) => line.startsWith(MARK));
  return JSON.parse(line!.slice(MARK.length));
}

interface Case {
  readonly text: string;
  /** The rows, or the drawings, as code. */
  readonly rows: string;
  readonly expected: unknown;
  /** Whether the answers are explained. */
  readonly explains?: boolean;
}

/** What a program imports, and the answers as code. */
function programOf({ explains }: Case): { names: string; answers: string } {
  return explains
    ? { names: "predict, explain", answers: REASONS }
    : { names: "predict", answers: ANSWERS };
}

/** A module, rows as JSON has them, and the library's answers to these. */
async function caseOf(model: TableModel, rows: number, explains = false): Promise<Case> {
  const random = new RandomStream(7, "data");
  const drawn = Array.from({ length: rows }, () => drawRow(random, model.table.columns));
  const json = JSON.stringify(drawn, (_, value) => typeof value === "bigint" ? 10 : value);
  const answers = (JSON.parse(json) as typeof drawn).map((row) => {
    const { caution: _, ...answer } = model.predict([row])[0]!;
    return explains ? [answer, model.explain([row])[0]] : answer;
  });
  const text = await moduleTextOf(describeTable(model, "float32", explains));
  return { text, rows: json, expected: JSON.parse(JSON.stringify(answers)), explains };
}

/** Makes drawings of their sizes and values: of a canvas where there is one. */
const IMAGE = `([width, height, values]) => {
  const data = Uint8ClampedArray.from(values);
  return typeof ImageData === "function" ? new ImageData(data, width, height) : { width, height, data };
}`;

/** A module of drawn digits, and what it answers here. */
async function digitsCase(): Promise<Case> {
  const network = new Network([784, 9, 10], { outputActivation: "softmax", seed: 4 });
  const text = await moduleTextOf(describeInputs({
    network,
    problem: "classification",
    areProbabilities: true,
    detector: undefined,
    areBytes: true,
    normalizeWidth: 12,
    names: [..."0123456789"],
  }, "float32"));
  const drawings = Array.from({ length: 4 }, (_, digit) => drawDigit(digit, STYLES[digit]!));
  const images = drawings.map(({ width, height, data }) => [width, height, [...data]]);
  const predict = await loaded(text);
  return {
    text,
    rows: `${JSON.stringify(images)}.map(${IMAGE})`,
    expected: JSON.parse(JSON.stringify(drawings.map((drawing) => predict(drawing)))),
  };
}

/** Two families over folds, with dates, money and notes; one network; drawn digits; and, slowly, reasons. */
async function cases(): Promise<Case[]> {
  const options = { target: "returned", without: ["refund"] };
  return [
    await caseOf(await ensembleOf(options), 150),
    await caseOf(await networkOf(options, "gelu"), 150),
    await digitsCase(),
    ...LONG_TESTS ? await explainedCases(options) : [],
  ];
}

/** Reasons of two families over folds, and of one network. */
async function explainedCases(options: TableOptions): Promise<Case[]> {
  return [
    await caseOf(withDistributions(await ensembleOf(options)), 1, true),
    await caseOf(withDistributions(await networkOf(options, "gelu")), EXPLAINED_ROWS, true),
  ];
}

Deno.test("a runtime has nothing that a runtime or a policy may lack", {
  ignore: !granted("read"),
}, async () => {
  for (const entry of RUNTIMES) {
    const text = await moduleTextOf({
      ...{ entry, model: {} } as unknown as Parameters<typeof moduleTextOf>[0],
    });
    const others =
      /\b(?:import|eval|require|btoa|fetch|TextDecoder|TextEncoder|Function|structuredClone|globalThis|window|process)\b\s*[.(]/;
    assertEquals(others.exec(text)?.[0], undefined, entry);
    const names = entry.startsWith("explained") ? "predict, explain" : "predict";
    assert(text.endsWith(`\nexport { ${names} };\n`));
  }
});

testsWhere(hasNode)("Node answers as the library does", async ({ path }) => {
  for (const given of await cases()) {
    const { text, rows, expected } = given;
    const { names, answers } = programOf(given);
    await Deno.writeTextFile(join(path, "model.mjs"), text);
    const program = `import { ${names} } from "./model.mjs";\nconst rows = ${rows};\n` +
      `console.log(${JSON.stringify(MARK)} + ${answers});\n`;
    await Deno.writeTextFile(join(path, "run.mjs"), program);
    assertEquals(await answersOf("node", ["run.mjs"], path), expected);
  }
});

Deno.test("a browser under default-src 'self' answers as the library does", {
  ignore: chromium === undefined,
}, async () => {
  const page =
    '<!doctype html><title>Inkling</title><script type="module" src="/page.js"></script>';
  for (const given of await cases()) {
    const { text, rows, expected } = given;
    const { names, answers } = programOf(given);
    const code = `import { ${names} } from "/model.mjs";\nconst rows = ${rows};\n` +
      `fetch("/found", { method: "POST", body: ${answers} });\n`;
    const found = await openPage(chromium!, {
      "/": ["text/html", page],
      "/page.js": ["text/javascript", code],
      "/model.mjs": ["text/javascript", text],
    }, { "content-security-policy": "default-src 'self'" });
    assertEquals(found, expected);
  }
});

const WORKERD_CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "model.mjs", esModule = embed "model.mjs")
  ],
  compatibilityDate = "2024-09-01"))]);
`;

testsWhere(npm)("Bun and workerd answer as the library does", async ({ path }) => {
  await Deno.writeTextFile(join(path, "package.json"), '{ "private": true }');
  const packages = ["bun@1.4.5", "workerd@1.20261117.1"];
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
  const install = new Deno.Command("npm", { args: ["install", ...quiet, ...packages], cwd: path });
  assertEquals((await install.output()).code, 0);
  const modules = join(path, "node_modules");
  for (const one of await cases()) {
    const { text, rows, expected } = one;
    const { names, answers } = programOf(one);
    const write = (name: string, content: string) => Deno.writeTextFile(join(path, name), content);
    await write("model.mjs", text);
    const given = `const rows = ${rows};\n`;
    const print = (by: string) => `${by}(${JSON.stringify(MARK)} + ${answers})`;
    const importing = `import { ${names} } from "./model.mjs";\n`;
    await write("run.mjs", `${importing}${given}${print("console.log")};\n`);
    const bun = join(modules, "@oven", "bun-linux-x64", "bin", "bun");
    assertEquals(await answersOf(bun, ["run.mjs"], path), expected, "Bun");

    const test = `export default { test() { ${print("console.log")}; } };\n`;
    await write("worker.mjs", `${importing.replace("./", "")}${given}${test}`);
    await write("config.capnp", WORKERD_CONFIG);
    const workerd = join(modules, "@cloudflare", "workerd-linux-64", "bin", "workerd");
    assertEquals(await answersOf(workerd, ["test", "config.capnp"], path), expected, "workerd");
  }
});
