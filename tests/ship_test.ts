/** The examples of docs/ship.md, run as they stand there, with the model that its first lines make. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { pathToFileURL } from "node:url";
import { FOLDERS } from "../tasks/system/installation.ts";
import { findChromium, openPage } from "./engine/chromium.ts";
import { packed } from "./helpers/bytes.ts";
import { waitForLine } from "./helpers/lines.ts";
import { LONG_TESTS } from "./helpers/long.ts";
import { blocksOf, pages } from "./helpers/markdown.ts";
import { hasNpm } from "./helpers/npm.ts";
import { done, trained } from "./helpers/outcomes.ts";
import { findPython, runPython } from "./helpers/python.ts";
import { granted, outputOf, ROOT, startTask, temporaryFolder } from "./helpers/run_task.ts";
import { hasProgram } from "./helpers/programs.ts";
import { writeXlsx } from "./helpers/write_xlsx.ts";

const mayRun = granted("read", "write", "run", "net");
const chromium = await findChromium();
const [hasNode, hasCurl, hasOffice] = await Promise.all(
  ["node", "curl", "soffice"].map((name) => hasProgram(name)),
);
const python = mayRun ? await findPython("json") : undefined;
const npm = LONG_TESTS && await hasNpm();

/** What the examples answer to their row. */
const ANSWER = "Gentoo, not sure";

const WORKERD_CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (
  modules = [
    (name = "test.mjs", esModule = embed "test.mjs"),
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "app.mjs", esModule = embed "app.bundle.mjs"),
    (name = "model.mjs", esModule = embed "model.mjs"),
    (name = "weights.bin", data = embed "weights.bin")
  ],
  compatibilityDate = "2024-09-01"))]);
`;

const WORKERD_TEST = `import app from "app.mjs";
import worker from "worker.mjs";
export default {
  async test() {
    const row = JSON.stringify({
      island: "Biscoe",
      bill_length_mm: 41.8,
      bill_depth_mm: null,
      flipper_length_mm: null,
      body_mass_g: null,
      sex: null,
      year: null,
    });
    const headers = { "content-type": "application/json" };
    for (const { fetch } of [worker, app]) {
      const request = new Request("http://here/predict", { method: "POST", headers, body: row });
      const { label, remarks } = await (await fetch(request)).json();
      console.log([label, ...remarks.map(({ text }) => text)].join(", "));
    }
  },
};
`;

/** Asks the server of Express: with a bad cell, without columns, with a list, and with no JSON. */
const EXPRESS_TEST = `const server = app.listen(0, async () => {
  for (const body of ['{"island":{"x":1}}', '{"foo":1}', "[]", "{"]) {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    const response = await fetch(\`http://127.0.0.1:\${server.address().port}/predict\`, init);
    const { remarks = [] } = response.status === 400 ? {} : await response.json();
    console.log([response.status, remarks[0]?.kind].filter(Boolean).join(" "));
  }
  server.close();
  server.closeAllConnections();
});`;

/** What stands for MLflow and Weights & Biases: they note what is logged. */
const STAND_INS = `
import sys, types
noted = []
class Run:
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def log(self, metrics, step=None): noted.append(metrics)
mlflow, wandb = types.ModuleType("mlflow"), types.ModuleType("wandb")
mlflow.start_run, mlflow.log_metrics = lambda run_name: Run(), Run().log
wandb.init = lambda project: Run()
sys.modules.update(mlflow=mlflow, wandb=wandb)
`;

Deno.test({ name: "docs/ship.md", ignore: !mayRun }, async (context) => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const page = (await pages()).find(({ path }) => path === "docs/ship.md")!;
  const blocks = blocksOf(page);
  const printed = (program: string, ...words: string[]) => outputOf(program, words, { cwd: path });

  /** Writes an example, whose name stands before it, into the folder. */
  const write = async (name: string): Promise<string> => {
    const line = page.text.split("\n").findIndex((line) => line.includes(`\`${name}\``));
    const { code } = blocks.find(({ position }) => Number(position.split(":")[1]) > line)!;
    await Deno.writeTextFile(join(path, name), code);
    return code;
  };
  const bundled = async (name: string, output: string, ...options: string[]) => {
    const words = ["bundle", "-q", "--no-lock", ...options, "-o", join(path, output)];
    await outputOf(Deno.execPath(), [...words, join(path, name)]);
  };

  const step = (name: string, isGiven: boolean | undefined, fn: () => void | Promise<void>) =>
    context.step({ name, ignore: !isGiven, fn });

  const [commands] = blocks;
  const [, csv, target] = /--csv (\S+) --target (\w+)/.exec(commands!.code)!;
  const run = await trained(path, "penguins", ["--csv", csv!, "--target", target!]);
  const module = join(path, "model.mjs");
  await done("export", run, "--format", "module", "--out", module);
  for (const name of ["weights.safetensors", "weights.bin"]) {
    await Deno.copyFile(join(run, "weights.safetensors"), join(path, name));
  }
  for (const name of ["score.mjs", "load.mjs", "worker.mjs", "app.mjs"]) {
    await write(name);
  }

  await step("the module is as large as the page has it", true, async () => {
    const { length } = await packed(await Deno.readFile(module), "gzip");
    const [, kilobytes] = /\| the module, `model\.mjs` +\| (\d+) /.exec(page.text)!;
    assertEquals(Math.round(length / 1000), Number(kilobytes));
  });

  await step("a web page under default-src 'self'", chromium !== undefined, async () => {
    const report = 'fetch("/found", { method: "POST", body: ' +
      'JSON.stringify(document.getElementById("species").textContent) });';
    const found = await openPage(chromium!, {
      "/": ["text/html", await write("index.html")],
      "/page.js": ["text/javascript", `${await write("page.js")}${report}`],
      "/model.mjs": ["text/javascript", await Deno.readTextFile(module)],
    }, { "content-security-policy": "default-src 'self'" });
    assertEquals(found, ANSWER);
  });

  await step("programs of Node", hasNode, async () => {
    await bundled("load.mjs", "load.bundle.mjs", "--platform=deno");
    for (const name of ["score.mjs", "load.bundle.mjs"]) {
      assertEquals(await printed("node", name), `${ANSWER.replace(",", "")}\n`, name);
    }
  });

  await step("a worker", true, async () => {
    const { default: worker } = await import(pathToFileURL(join(path, "worker.mjs")).href);
    const ask = async (body: string) => {
      const response = await worker.fetch(new Request("http://x/", { method: "POST", body }));
      return [response.status, Object.values(await response.json())[0]];
    };
    assertEquals(await ask('{"island":"Biscoe","bill_length_mm":41.8}'), [200, "Gentoo"]);
    const [status, error] = await ask("[1]");
    assertEquals(status, 422);
    assertMatch(error, /^Cannot predict the row: expected an object/);
    assertEquals((await ask('{"bill_length":46.5}'))[0], 422);
  });

  await step("a server, and curl", hasCurl, async () => {
    const { code } = blocks.find(({ code }) => code.startsWith("curl "))!;
    await using server = startTask(["serve", run, "--port", "0"], { stderr: "null" });
    const { match: [address], whole } = await waitForLine(server.stdout, /http:\/\/127[\d.:]+/);
    const asked = code.replace(/http:\/\/[\w.:]+/, address).replace("curl", "curl --silent");
    assertEquals(JSON.parse(await printed("sh", "-c", asked)).label, "Gentoo");
    server.kill("SIGTERM");
    await Promise.all([server.status, whole]);
  });

  const containerfile = await Deno.readTextFile(join(ROOT, "Containerfile"));
  await step("a container", containerfile.includes(" AS serve"), () => {
    const { code } = blocks.find(({ code }) => code.startsWith("podman build"))!;
    const [, target] = /--target (\w+)/.exec(code)!;
    const [, port, folder] = / -p \d+:(\d+) -v \S+:(\S+):ro /.exec(code)!;
    const [, directory] = /^WORKDIR (\S+)$/m.exec(containerfile)!;
    assertEquals(folder, `${directory}/${FOLDERS.runs}`);
    const stage = containerfile.split(/^FROM /m).find((stage) =>
      / AS (\w+)/.exec(stage)?.[1] === target
    )!;
    assertMatch(stage, new RegExp(`^EXPOSE ${port}$`, "m"));
    assertMatch(stage, /^ENTRYPOINT .*"tasks\/serve\.ts", "--host", "0\.0\.0\.0"\]$/m);
  });

  await step("a spreadsheet", true, async () => {
    const names = (await Deno.readTextFile(join(ROOT, csv!))).split("\n", 1)[0]!.split(",");
    const row = new Map<string, string | number>([["island", "Biscoe"], ["bill_length_mm", 41.8]]);
    const cells = names.map((name) => row.get(name) ?? null);
    const [workbook, out] = [join(path, "new.xlsx"), join(path, "predicted.csv")];
    await Deno.writeFile(workbook, writeXlsx({ new: [names, cells] }));
    await done("predict", run, workbook, "--out", out);
    assertMatch(await Deno.readTextFile(out), /\n.*,Gentoo,.*,not sure\n$/);
  });

  await step(
    "LibreOffice takes the predictions, and we take its spreadsheet",
    LONG_TESTS && hasOffice,
    async () => {
      const office = ["--headless", `-env:UserInstallation=${pathToFileURL(join(path, "office"))}`];
      await printed("soffice", ...office, "--convert-to", "xlsx", "predicted.csv");
      await done("predict", run, join(path, "predicted.xlsx"));
    },
  );

  await step("the programs of Python", python !== undefined, async () => {
    const programs = blocks.filter(({ info }) => info === "py");
    assertEquals(programs.length, 2);
    for (const { code } of programs) {
      const here = code.replace("data/runs/penguins", run);
      assert(code !== here);
      const noted = await runPython(python!, STAND_INS + here + "\nprint(noted)");
      assertMatch(new TextDecoder().decode(noted), /accuracy/);
    }
  });

  await step("Express and workerd", npm, async () => {
    await Deno.writeTextFile(join(path, "package.json"), '{ "private": true }');
    const packages = ["workerd@1.20261117.1", "express@5.1.0"];
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
    await printed("npm", "install", ...quiet, ...packages);
    const modules = join(path, "node_modules");

    const listening = (await write("server.mjs")).replace("app.listen(8000);", EXPRESS_TEST);
    await Deno.writeTextFile(join(path, "server.mjs"), listening);
    assertEquals(await printed("node", "server.mjs"), "200 noPrediction\n422\n422\n400\n");

    await bundled("app.mjs", "app.bundle.mjs", "--platform=browser", "--external=./weights.bin");
    await Deno.writeTextFile(join(path, "config.capnp"), WORKERD_CONFIG);
    await Deno.writeTextFile(join(path, "test.mjs"), WORKERD_TEST);
    const workerd = join(modules, "@cloudflare", "workerd-linux-64", "bin", "workerd");
    assertEquals(
      await printed(workerd, "test", "config.capnp"),
      `${ANSWER}\n`.repeat(2),
    );
  });
});
