import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import settings from "../../../../deno.json" with { type: "json" };
import course from "../../../course/deno.json" with { type: "json" };
import { lockArguments, LOCKS, packagesIn, packagesOf } from "../../build/locks.ts";
import { granted, ROOT, TASKS, temporaryFolder } from "../../../../tests/helpers/run_task.ts";
import { LONG_TESTS } from "../../../../tests/helpers/long.ts";

const ignore = !granted("read");

/** What we use of a lock file. */
interface Lock {
  readonly specifiers: { readonly [specifier: string]: string };
  readonly npm: {
    readonly [id: string]: {
      readonly integrity: string;
      readonly dependencies?: readonly string[];
      readonly optionalDependencies?: readonly string[];
      readonly optionalPeers?: readonly string[];
    };
  };
  readonly workspace: { readonly dependencies: readonly string[] };
}

/** The packages of a lock that are reached from those which it holds for their own sake. */
function reached({ specifiers, npm }: Lock): Set<string> {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    const { dependencies = [], optionalDependencies = [], optionalPeers = [] } = npm[id]!;
    for (const name of [...dependencies, ...optionalDependencies, ...optionalPeers]) {
      // A dependency is written without its version where there is but one.
      const target = name in npm ? name : Object.keys(npm).find((id) => id.startsWith(`${name}@`));
      if (target !== undefined) visit(target);
    }
  };
  for (const [specifier, version] of Object.entries(specifiers)) {
    visit(`${/^npm:(.+)@/.exec(specifier)![1]}@${version}`);
  }
  return found;
}

for (const path of Object.keys(LOCKS)) {
  Deno.test(
    `${path} holds what the code names and what that needs, by hash: deno task --cwd packages/lab locks`,
    {
      ignore,
    },
    async () => {
      const lock: Lock = JSON.parse(await Deno.readTextFile(join(ROOT, path)));
      assertEquals(Object.keys(lock.specifiers), await packagesOf(path));
      assertEquals(lock.workspace.dependencies, await packagesIn(["deno.json"]));
      assertEquals([...reached(lock)].sort(), Object.keys(lock.npm).sort());
      for (const [id, { integrity }] of Object.entries(lock.npm)) {
        assertMatch(integrity, /^sha512-[\w+/]{86}==$/, id);
      }
    },
  );

  Deno.test(`Deno has nothing to add to ${path}`, {
    ignore: !granted("read", "write", "run") || !LONG_TESTS,
  }, async () => {
    await using folder = await temporaryFolder();
    const copy = join(folder.path, "copy.lock");
    await Deno.copyFile(join(ROOT, path), copy);
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: await lockArguments(path, copy),
      cwd: ROOT,
    }).output();
    assert(success);
    assertEquals(await Deno.readTextFile(copy), await Deno.readTextFile(join(ROOT, path)));
  });
}

/** A command with the commands of the tasks that it starts before its own. */
function whole(command: string): string {
  return command.replaceAll(
    /\bdeno task -q (?:--cwd packages\/course )?(bundler|prepare)\b/g,
    (_, name: string) => ({ ...course.tasks, ...settings.tasks } as typeof TASKS)[name]!.command,
  );
}

Deno.test("every task runs with a lock, all packages installed before", () => {
  assertEquals(settings.lock, { frozen: true });
  for (const [name, { command }] of Object.entries(TASKS)) {
    assert(!command.includes("--no-lock"), name);
    const run = /(?:^|&& )deno run (.*?) (?:packages|tasks|tests)\//.exec(command)?.[1];
    if (run === undefined || name === "locks") continue; // which imports nothing
    const words = run.split(" ");
    const lock = words.find((word) => word.startsWith("--lock="))?.slice("--lock=".length);
    assert(lock === undefined || lock in LOCKS, name);
    // A task without a set has no list of hosts that imports may come from.
    const closes = words.some((word) => word.startsWith("-P=")) ? [] : ["--no-remote"];
    const others = words.filter((word) => !/^(--lock=|-P=|--allow-)/.test(word));
    assertEquals(others, ["-q", "--cached-only", ...closes], name);
    const installs = lock === undefined ? "deno install -q" : `deno install -q --lock=${lock}`;
    assert(whole(command).split(" && ").includes(installs), name);
  }
});
