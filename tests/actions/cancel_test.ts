import { assertEquals } from "@std/assert";
import { ignore, printed, results, tiny } from "./tiny_workflow.ts";

/** A program that ends by itself when it is interrupted, as a training run does. */
const INTERRUPTIBLE = `trap 'echo "> interrupted"; exit 130' INT
echo "> started"
while true; do sleep 0.1; done
`;

const JOBS = `
  long:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: exec bash program.sh
      - run: echo "> not printed"
      - if: always()
        run: echo "> \${{ job.status }}"
  after:
    needs: long
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    steps:
      - run: echo "> after"`;

Deno.test({
  name: "a cancellation interrupts the step, and runs what runs always",
  ignore,
  fn: async () => {
    await using workflow = await tiny(JOBS, { files: { "program.sh": INTERRUPTIBLE } });
    const cancel = new AbortController();
    const run = await workflow.run({
      signal: cancel.signal,
      onLine: (line) => line.endsWith("> started") && cancel.abort(),
    });
    assertEquals(printed(run), ["started", "interrupted", "cancelled"]);
    assertEquals(results(run), { long: "cancelled", after: "skipped" });
    assertEquals(run.result, "cancelled");
  },
});

Deno.test({
  name: "a job that is out of time is cancelled, and the run goes on",
  ignore,
  fn: async () => {
    const limited = JOBS.replace("runs-on:", "timeout-minutes: 0.02\n    runs-on:");
    await using workflow = await tiny(limited, { files: { "program.sh": INTERRUPTIBLE } });
    const run = await workflow.run();
    assertEquals(printed(run), ["started", "interrupted", "cancelled", "after"]);
    assertEquals(results(run), { long: "cancelled", after: "success" });
  },
});

Deno.test({
  name: "a step that is out of time has failed",
  ignore,
  fn: async () => {
    const limited = JOBS.replace("run: exec", "timeout-minutes: 0.02\n        run: exec");
    await using workflow = await tiny(limited, { files: { "program.sh": INTERRUPTIBLE } });
    const run = await workflow.run();
    assertEquals(printed(run), ["started", "interrupted", "failure", "after"]);
    assertEquals(results(run), { long: "failure", after: "success" });
  },
});

Deno.test({
  name: "a program that is not the step's own process is never interrupted, but killed",
  ignore,
  fn: async () => {
    await using workflow = await tiny(JOBS.replace("exec ", ""), {
      files: { "program.sh": INTERRUPTIBLE },
    });
    const cancel = new AbortController();
    const run = await workflow.run({
      signal: cancel.signal,
      grace: 300,
      onLine: (line) => line.endsWith("> started") && cancel.abort(),
    });
    assertEquals(printed(run), ["started", "cancelled"]);
  },
});
