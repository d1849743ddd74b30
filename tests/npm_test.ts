/** The library as an npm package: what `deno task --cwd packages/lab build_npm` makes, installed by npm, run by Node, bundled, type-checked. */

import { assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import settings from "../deno.json" with { type: "json" };
import { packed } from "./helpers/bytes.ts";
import { LONG_TESTS } from "./helpers/long.ts";
import {
  builtPackages,
  canInstall,
  installNode,
  NODES,
  type NodeVersion,
} from "./helpers/packages.ts";
import { outputOf, ROOT, temporaryFolder } from "./helpers/run_task.ts";
import { FILES, PROGRAMS } from "./outsider/programs.ts";

const OUTSIDER = join(ROOT, "tests", "outsider");

const TOOLS = ["esbuild@0.25.12", "typescript@5.9.3"];

/** What some entry points import, which whoever uses these installs. */
const PEERS = [settings.imports.zod, settings.imports.hono].map((name) =>
  name.replace(/^npm:/, "")
);

/** The guide has 65 kB; the kernels are a third of it. */
const MAX_GZIPPED_BYTES = 65_500;

const ignore = !await canInstall();

/** Installs the library, with the tools, in a folder that has nothing else; `PATH` begins with Node and npm. */
async function install(folder: string, bin: string, PATH: string): Promise<void> {
  const { library } = await builtPackages();
  await Deno.writeTextFile(
    join(folder, "package.json"),
    JSON.stringify({ type: "module", private: true }),
  );
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
  const words = ["install", ...quiet, library, ...PEERS, ...TOOLS];
  await outputOf(join(bin, "npm"), words, { cwd: folder, env: { PATH } });
  for (const name of [...PROGRAMS.map(({ file }) => file), ...FILES]) {
    await Deno.copyFile(join(OUTSIDER, name), join(folder, name));
  }
}

for (const version of NODES) {
  Deno.test(
    { name: `the npm package of the library, on Node ${version.node}`, ignore },
    (context) => testOn(version, context),
  );
}

async function testOn(version: NodeVersion, context: Deno.TestContext): Promise<void> {
  await using folder = await temporaryFolder();
  const bin = await installNode(join(folder.path, "node"), version);
  const path = join(folder.path, "project");
  await Deno.mkdir(path);
  const env = { PATH: `${bin}:${Deno.env.get("PATH")}` };
  await install(path, bin, env.PATH);
  const here = { cwd: path, env };
  const node = (...words: string[]) => outputOf(join(bin, "node"), words, here);
  /** Writes a program, and returns what Node prints. */
  const printed = async (name: string, program: string) => {
    await Deno.writeTextFile(join(path, name), program);
    return await node(name);
  };

  await context.step("it prints what Deno prints, to the weights' hash", async () => {
    const found = (await node("-p", "process.versions.node")).trim();
    assertEquals(found === version.node, version.isLeast, found);
    for (const { file, prints } of PROGRAMS) {
      const words = ["run", "-q", "--no-prompt", "--no-lock", "--allow-read=.", file];
      const expected = await outputOf(Deno.execPath(), words, { cwd: OUTSIDER });
      assertMatch(expected, prints);
      assertEquals(await node(file), expected, file);
    }
  });

  await context.step(
    "in Node several workers come to the bytes of one, and let the program end",
    async () => {
      const lines = await printed(
        "workers.js",
        `import { createEngine, Dataset, Network, train, weightsSha256 } from "@inkling/inkling";
      const threads = process.getBuiltinModule("node:worker_threads");
      let ready = 0;
      threads.Worker = class extends threads.Worker {
        constructor(...options) {
          super(...options);
          this.on("message", () => ready++);
        }
      };
      const inputs = Array.from({ length: 64 }, (_, k) => Array.from({ length: 300 }, (_, j) => (k * j % 17) / 17));
      const labels = inputs.map((_, k) => k % 3);
      for (const workers of [1, 3]) {
        const engine = createEngine("auto", { workers }); // never closed
        const patience = performance.now() + 60_000; // before they are there it would train alone
        while (ready < workers - 1 && performance.now() < patience) {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        const network = new Network([300, 2000, 3], { seed: 1, engine });
        const options = { epochs: 4, batchSize: 32, learningRate: 0.1 };
        for await (const _ of train(network, Dataset.from({ inputs, labels }), options));
        console.log(engine.workers, ready, await weightsSha256(network));
      }`,
      );
      const [one, three] = lines.trim().split("\n").map((line) => line.split(" "));
      assertEquals([one!.slice(0, 2), three!.slice(0, 2)], [["1", "0"], ["3", "2"]]);
      assertEquals(three![2], one![2]);
    },
  );

  await context.step("its other exports load in Node", async () => {
    const lines = await printed(
      "exports.js",
      `import { parseConfig } from "@inkling/inkling/config";
      import { catalogue } from "@inkling/inkling/digits";
      import { pictureShape } from "@inkling/inkling/pictures";
      import { createApp } from "@inkling/inkling/serve";
      import { TableModel } from "@inkling/inkling/table";
      console.log(parseConfig({}).sizes.join("-"), Object.keys(catalogue).join());
      console.log(pictureShape().join("x"), TableModel.name);
      const rows = [{ size: 1, kind: "cat" }, { size: 2, kind: "dog" }, { size: 3, kind: "dog" }];
      const model = await TableModel.fit([...rows, ...rows, ...rows], { target: "kind" });
      const init = { method: "POST", body: '{"size":1}' };
      init.headers = { "content-type": "application/json" };
      const served = await createApp({ kinds: model }).request("/predict", init);
      console.log((await served.json()).label === model.predict({ size: 1 }).label);`,
    );
    assertEquals(lines, "784-30-10 mnist,fashion-mnist\n28x28 TableModel\ntrue\n");
  });

  await context.step("console.log in Node shows numbers, and JSON.stringify weights", async () => {
    const lines = await printed(
      "shown.js",
      `import { Dataset, fit, Network } from "@inkling/inkling";
      const data = Dataset.from({ inputs: [[0, 1], [1, 0]], labels: ["a", "b"] });
      const network = new Network([2, 3, 2], { seed: 1 });
      const [batch] = data.batches(2);
      console.log(network.backprop(batch), network, data);
      console.log(await fit(network, data, { epochs: 2, batchSize: 2, learningRate: 1 }));
      console.log(JSON.stringify(network));`,
    );
    assertMatch(lines, /Matrix \[2, 3\]: least -?\d.*, mean -?\d.*, most -?\d.*\n +-?\d/);
    assertMatch(lines, /^History of 2 epochs, .*\n.*\n +1 +1 +\d/m);
    assertMatch(lines, /"layers":\[\{"weight":\[\[-?\d/);
    const words = ["run", "-q", "--no-prompt", "--no-lock", join(path, "shown.js")];
    assertEquals(await outputOf(Deno.execPath(), words, here), lines, "Deno prints the same");
  });

  if (!version.isLeast) return; // the rest is about tools
  await context.step("esbuild makes one script for browsers, without zod", async () => {
    const bundle = async (file: string, platform: string) => {
      const options = ["--bundle", "--minify", "--format=esm", `--platform=${platform}`];
      const files = ["--outfile=bundle.js", "--metafile=bundle.json", "--log-level=warning"];
      await outputOf(join(bin, "npx"), ["--no", "--", "esbuild", file, ...options, ...files], here);
    };
    const packages = async () => {
      const { inputs } = JSON.parse(await Deno.readTextFile(join(path, "bundle.json")));
      return Object.keys(inputs).filter((name) =>
        /^node_modules\/(?!@inkling\/|hono\/)/.test(name)
      );
    };
    for (const { file, prints } of PROGRAMS.toReversed()) { // the first is measured
      const usesNode = (await Deno.readTextFile(join(path, file))).includes('from "node:');
      await bundle(file, usesNode ? "node" : "browser");
      assertEquals(await packages(), []);
      assertMatch(await node("bundle.js"), prints);
    }
    const { length } = await packed(await Deno.readFile(join(path, "bundle.js")), "gzip");
    assertLess(length, MAX_GZIPPED_BYTES);
  });

  await context.step({
    name: "TypeScript finds its types in projects of Node and of browsers",
    ignore: !LONG_TESTS,
    fn: async () => {
      const everything = Object.keys(settings.exports).map((entry, k) =>
        `export * as entry${k} from "${entry.replace(".", "@inkling/inkling")}";`
      ).join("\n");
      const program = (right: boolean) =>
        `import { createEngine, Dataset, type Epoch, fit, Network, train } from "@inkling/inkling";
      import { type Config, parseConfig } from "@inkling/inkling/config";
      import { type App, createApp } from "@inkling/inkling/serve";
      import { type RowPrediction, TableModel } from "@inkling/inkling/table";
      const config: Config = parseConfig({});
      const network = new Network(config.sizes${
          right ? "" : ".join()"
        }, { engine: createEngine() });
      const data = Dataset.from({ inputs: [[0, 1]], labels: ["one"] });
      const options = { epochs: 1, batchSize: 1, learningRate: 3 };
      export const epochs: AsyncGenerator<Epoch> = train(network, data, options);
      export const history = fit(network, data, options);
      export const label: string | number | undefined = network.predict([[0, 1]])[0]?.label;
      export const row: RowPrediction | undefined = TableModel.fromSafetensors(
        new Uint8Array(),
      ).predict([{ size: 1, color: "red" }])[0];
      const animals = [{ size: 1, kind: "cat" as "cat" | "dog" }, { size: 2, kind: "dog" as const }];
      export const kind: Promise<"cat" | "dog" | undefined> = TableModel.fit(animals, { target: "kind" })
        .then((model) => model.predict({ size: 2 }).label);
      export const app: App = createApp({});
      ${everything}`;
      const check = async (right: boolean, ...project: string[]) => {
        await Deno.writeTextFile(join(path, "program.ts"), program(right));
        const options = ["--noEmit", "--strict", "--target", "es2022", ...project];
        return await outputOf(
          join(bin, "npx"),
          ["--no", "--", "tsc", ...options, "program.ts"],
          here,
        );
      };
      const node = "--module nodenext".split(" ");
      const browser = "--module esnext --moduleResolution bundler --lib es2022,dom".split(" ");
      for (const project of [node, browser]) assertEquals(await check(true, ...project), "");
      const error = await check(false, ...node).then(() => "", (error: Error) => error.message);
      assertStringIncludes(error, "Argument of type 'string' is not assignable");
    },
  });
}
