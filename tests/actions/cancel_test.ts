import { assertEquals } from "@std/assert";
import { printed, results, testTiny } from "./tiny_workflow.ts";

/** A program that ends by itself when it is interrupted, as a training run does. */
const INTERRUPTIBLE = `trap 'echo "> interrupted"; exit 130' INT
echo "> started"
while true; do sleep 0.1; done
`;

const JOBS = `
  long:
    steps:
      - uses: actions/checkout@v4
      - run: exec bash program.sh
      - run: echo "> not printed"
      - if: always()
        run: echo "> \${{ job.status }}"
  after:
    needs: long
    if: \${{ !cancelled() }}
    steps:
      - run: echo "> after"`;

const files = { "program.sh": INTERRUPTIBLE };

/** Runs the jobs, and cancels the run when the program has started, if it is to be. */
function testCancel(
  name: string,
  jobs: string,
  expected: { printed: string[]; results: Record<string, string> },
  grace?: number,
): void {
  testTiny(name, jobs, async (workflow) => {
    const cancel = new AbortController();
    const isCancelled = !jobs.includes("timeout-minutes");
    const run = await workflow.run({
      signal: cancel.signal,
      ...grace === undefined ? {} : { grace },
      onLine: (line) => isCancelled && line.endsWith("> started") && cancel.abort(),
    });
    assertEquals({ printed: printed(run), results: results(run) }, expected);
  }, { files });
}

testCancel("a cancellation interrupts the step, and runs what runs always", JOBS, {
  printed: ["started", "interrupted", "cancelled"],
  results: { long: "cancelled", after: "skipped" },
});
const outOfTime = "timeout-minutes: 0.02\n    ";
testCancel(
  "a job that is out of time is cancelled, and the run goes on",
  JOBS.replace("steps:", `${outOfTime}steps:`),
  {
    printed: ["started", "interrupted", "cancelled", "after"],
    results: { long: "cancelled", after: "success" },
  },
);
testCancel(
  "a step that is out of time has failed",
  JOBS.replace("run: exec", `${outOfTime}    run: exec`),
  {
    printed: ["started", "interrupted", "failure", "after"],
    results: { long: "failure", after: "success" },
  },
);
testCancel(
  "a program that is not the step's own process is never interrupted, but killed",
  JOBS.replace("exec ", ""),
  { printed: ["started", "cancelled"], results: { long: "cancelled", after: "skipped" } },
  300,
);
