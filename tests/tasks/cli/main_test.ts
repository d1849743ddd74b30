import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { toText } from "@std/streams";
import { denoProblem } from "../../../tasks/cli/main.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { granted, type Outcome, outcomeOf, startScript } from "../../helpers/run_task.ts";

const FIXTURE = "tests/tasks/cli/main_fixture.ts";
const processes = { ignore: !granted("read", "run") };
// Windows has no signals to send; there a kill is a kill.
const signals = { ignore: processes.ignore || Deno.build.os === "windows" };

function run(...words: string[]): Promise<Outcome> {
  return outcomeOf(startScript(FIXTURE, words));
}

/** Starts the fixture and sends it a signal once it runs, and another one after a wait in milliseconds. */
async function interrupt(how: string, name: Deno.Signal, wait?: number): Promise<Outcome> {
  const child = startScript(FIXTURE, [how]);
  const stderr = toText(child.stderr);
  let stdout = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (stdout === "") {
      child.kill(name);
      if (wait !== undefined) setTimeout(() => child.kill(name), wait);
    }
    stdout += text;
  }
  return { code: (await child.status).code, stdout, stderr: await stderr };
}

Deno.test("main() ends with 0 when the task is done", processes, async () => {
  assertEquals(await run("done"), { code: 0, stdout: "started\n", stderr: "" });
});

Deno.test("main() gives up imports from other machines", processes, async () => {
  assertEquals((await run("import")).stdout, "prompt\nstarted\n");
});

Deno.test("main() prints the help and ends with 0", processes, async () => {
  const { code, stdout } = await run("--nonsense", "--help");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "Usage: deno task fixture HOW [options]");
});

Deno.test("main() prints the versions and the kernels, and ends with 0", processes, async () => {
  const { code, stdout } = await run("--version");
  assertEquals(code, 0);
  // Without the permission of FFI there are no others.
  assertMatch(stdout, /^Inkling \S+, Deno [\d.]+, V8 \S+; WebAssembly kernels \(4\s+lanes\)\n$/);
});

Deno.test("main() prints an error without a stack trace and ends with 1", processes, async () => {
  const { code, stderr } = await run("fail");
  assertEquals({ code, stderr }, { code: 1, stderr: "error: Cannot paint: out of\n  color\n" });
});

Deno.test("main() ends with 2 on wrong usage", processes, async () => {
  const { code, stderr } = await run("usage");
  assertEquals({ code, stderr }, { code: 2, stderr: "error: Cannot paint the sky\n" });
  assertEquals((await run()).code, 2);
  assertEquals((await run("done", "--wrong")).code, 2);
});

Deno.test("main() names the permission that a task lacks", processes, async () => {
  const { code, stderr } = await run("read");
  assertEquals(code, 1);
  assertEquals(stderr, "error: Cannot read secret.txt: the task has no permission for it\n");
});

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  for (const how of ["return", "throw", "wrap"]) {
    Deno.test(
      `main() ends with 130 after ${name} when the task ends by ${how}`,
      signals,
      async () => {
        const stdout = "started\ntidied up\n";
        assertEquals(await interrupt(how, name), { code: 130, stdout, stderr: "" });
      },
    );
  }
}

Deno.test("main() reports what goes wrong after an interruption", signals, async () => {
  const { code, stderr } = await interrupt("worse", "SIGINT");
  assertEquals({ code, stderr }, { code: 1, stderr: "error: Cannot save\n" });
});

Deno.test("main() ends at once on a second Ctrl-C", signals, async () => {
  const { code } = await interrupt("hang", "SIGINT", 1200);
  assertEquals(code, 130, "a second SIGINT after 1200 ms");
});

Deno.test("main() ends half a minute after SIGTERM though the task goes on", {
  ignore: signals.ignore || !LONG_TESTS,
}, async () => {
  assertEquals((await interrupt("hang", "SIGTERM")).code, 130);
});

Deno.test("main() takes the two signals of one Ctrl-C for one", signals, async () => {
  const { code, stdout } = await interrupt("slow", "SIGINT", 5);
  const tidied = [130, "started\ntidied up\n"];
  assertEquals([code, stdout], tidied, "a second SIGINT after 5 ms");
});

Deno.test("this Deno, newer ones and release candidates are fine", () => {
  assertEquals(denoProblem(), undefined);
  for (const version of ["2.9.0", "2.10.0", "3.0.0", "2.9.0-rc.1+4f3a"]) {
    assertEquals(denoProblem(version), undefined, version);
  }
});
