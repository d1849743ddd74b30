import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { hasNpm } from "../helpers/npm.ts";
import { outcomeOf, temporaryFolder } from "../helpers/run_task.ts";
import { bundle } from "./bundle.ts";
import { assertFellBack } from "./assert_fell_back.ts";

/** The runtime of Cloudflare's Workers, which npm brings. */
const WORKERD = "workerd@1.20261117.1";

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "fallback.js", esModule = embed "fallback.js"),
  ],
  bindings = [(name = "SELF", service = "main")],
  compatibilityDate = "2026-11-01",
);`;

/** What is answered is made in a handler, as it is for a request from outside. */
const WORKER = `import { findDefault, findEngine, findError } from "./fallback.js";
export default {
  async fetch() {
    return Response.json({
      alone: await findEngine("auto"),
      together: await findEngine("auto", 2),
      network: findDefault(),
      error: findError("wasm"),
    });
  },
  async test(_controller, { SELF }) {
    console.log(await (await SELF.fetch("http://worker/")).text());
  },
};`;

Deno.test("a worker of workerd trains with the reference in its handler, and gets a warning", {
  ignore: !await hasNpm(),
}, async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  await Deno.writeTextFile(join(path, "config.capnp"), CONFIG);
  await Deno.writeTextFile(join(path, "worker.js"), WORKER);
  await Deno.writeTextFile(join(path, "fallback.js"), await bundle("tests/engine/fallback.ts"));
  const { code, stdout, stderr } = await outcomeOf(
    new Deno.Command("npx", {
      args: ["--yes", "--", WORKERD, "test", "config.capnp"],
      cwd: path,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
  assertEquals(code, 0, stdout + stderr);
  await assertFellBack(JSON.parse(stdout), "CompileError: .*disallowed by embedder");
});
