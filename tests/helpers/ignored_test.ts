import { assertEquals } from "@std/assert";
import { judge } from "./ignored.ts";
import { resultOn, slowestFiles, type TestResult } from "./test_results.ts";

/** A result on a line as `deno test --parallel` prints it. */
function result(test: string, state = "ok", time = "1ms"): TestResult {
  return resultOn(`../../tmp/x/0_room_test.ts => ${test} ... ${state} (${time})`)!;
}

/** A test of Slurm, and the tests without which the judge would say that they never ran. */
const SLURM = "tests/slurm/slurm_test.ts: a sweep";

/** What is wrong besides that no test ran for a package. */
function wrongOf(results: readonly TestResult[], installed: readonly string[]): readonly string[] {
  return judge(results, (name) => installed.includes(name)).wrong;
}

Deno.test("a line of deno test has the file, the name, the state and the time of a test", () => {
  assertEquals(resultOn("running 3 tests"), undefined);
  assertEquals(result("tests/a_test.ts: it holds ... a step", "ignored", "1m2s"), {
    file: "tests/a_test.ts",
    name: "it holds ... a step",
    state: "ignored",
    seconds: 62,
  });
  assertEquals(result("tests/a_test.ts: b", "FAILED", "due to 2 failed steps").seconds, 0);
});

Deno.test("a file is as slow as its tests together, whose steps are in their time", () => {
  const results = [
    result("tests/a_test.ts: one", "ok", "2s"),
    result("tests/b_test.ts: two ... a step", "ok", "9s"),
    result("tests/b_test.ts: two", "ok", "9s"),
    result("tests/a_test.ts: three", "ok", "8s"),
  ];
  assertEquals(slowestFiles(results, 1), [["tests/a_test.ts", 10]]);
});

Deno.test("a test may be ignored only for a package that is not installed", () => {
  const ignored = [result(SLURM, "ignored")];
  const { reasons, wrong } = judge(ignored, (name) => name === "slurmd");
  assertEquals(
    reasons.find((reason) => reason.includes("slurm")),
    "1 test: not installed: slurmctld, slurm-client",
  );
  assertEquals(wrong, []);
  assertEquals(wrongOf(ignored, ["slurmctld", "slurmd", "slurm-client"]), [
    `${SLURM}: ignored, though its packages are installed: slurmctld, slurmd, slurm-client`,
    "No test ran for slurmctld, slurmd, slurm-client: ^tests\\/slurm\\/",
  ]);
});

Deno.test("a package that is installed has tests that ran: one that is not defined counts too", () => {
  assertEquals(wrongOf([], ["cog"]), ["No test ran for cog: WebKit"]);
  assertEquals(wrongOf([result("tests/x_test.ts: hashes ... WebKit 2.48")], ["cog"]), []);
});

Deno.test("a test that is ignored without a known reason is named", () => {
  assertEquals(wrongOf([result("tests/x_test.ts: secret", "ignored")], []), [
    "tests/x_test.ts: secret: ignored, and tests/helpers/ignored.ts has no reason",
  ]);
});
