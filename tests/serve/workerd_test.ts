/** The server in workerd, the runtime of Cloudflare's Workers. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { bundle } from "../engine/bundle.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { hasNpm } from "../helpers/npm.ts";
import { outcomeOf } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { kindsModel, ROW } from "./served_fixture.ts";

const WORKERD = "workerd@1.20261117.1";

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "app", worker = (
    modules = [(name = "app.js", esModule = embed "app.js")],
    compatibilityDate = "2026-11-01",
  )),
  (name = "main", worker = (
    modules = [(name = "main.js", esModule = embed "main.js")],
    bindings = [(name = "APP", service = "app")],
    compatibilityDate = "2026-11-01",
  )),
]);`;

const MAIN = `export default {
  async test(_controller, { APP }) {
    const headers = { "content-type": "application/json" };
    const body = ${JSON.stringify(JSON.stringify(ROW))};
    const response = await APP.fetch("http://w/predict", { method: "POST", headers, body });
    console.log(await response.text());
  },
};`;

testsWhere(LONG_TESTS && await hasNpm())(
  "a Worker whose default export is the app answers as the library does",
  async ({ path }) => {
    await Deno.writeTextFile(join(path, "config.capnp"), CONFIG);
    await Deno.writeTextFile(join(path, "main.js"), MAIN);
    await Deno.writeTextFile(join(path, "app.js"), await bundle("tests/serve/worker_fixture.ts"));
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
    const { caution: _, ...expected } = kindsModel().predict(ROW);
    assertEquals(JSON.parse(stdout), JSON.parse(JSON.stringify(expected)));
  },
);
