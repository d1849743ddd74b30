/** The driver: jobs side by side, of lanes that share a queue or have their own. */

import { assertEquals, assertRejects } from "@std/assert";
import { type Member, MemberTrainers } from "../../lib/table/folds/mod.ts";
import { drive, type Lane } from "../../lib/train/drive.ts";

/** Lanes on queues that note which job ran on which lane, in the order in which they began. */
function noting(queues: readonly string[][], run: (job: string) => Promise<void>) {
  const begun: string[] = [];
  const ended: number[] = [];
  const lanes = queues.map((queue, k): Lane<string> => ({
    queue,
    run(job) {
      begun.push(`${job} on ${k}`);
      return run(job);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(void ended.push(k)),
  }));
  return { lanes, begun, ended };
}

Deno.test("the next job of a shared queue is for the lane that is free, and a job may be put back", async () => {
  const slow = Promise.withResolvers<void>();
  const queue = ["slow", "a", "b"];
  let tries = 0;
  const { lanes, begun, ended } = noting([queue, queue], async (job) => {
    if (job === "slow") await slow.promise;
    if (job === "a" && ++tries === 1) queue.unshift(job);
    if (job === "b") slow.resolve();
  });
  await drive(lanes);
  assertEquals(begun, ["slow on 0", "a on 1", "a on 1", "b on 1"]);
  assertEquals(ended.sort(), [0, 1]);
});

Deno.test("the error of the first lane is thrown after the others have ended", async () => {
  const { lanes, begun, ended } = noting([["a", "b"], ["c", "d"]], async (job) => {
    if (job !== "c") await Promise.resolve();
    if (job === "a" || job === "d") throw new Error(job);
  });
  await assertRejects(() => drive(lanes), Error, "a");
  assertEquals([begun, ended.sort()], [["a on 0", "c on 1", "d on 1"], [0, 1]]);
});

Deno.test("of members that fail the first one's error is thrown, with any number of lanes", async () => {
  const failing = [2, 3, 5];
  const members = Array.from({ length: 6 }, (_, m) => ({
    async advance() {
      await new Promise((resolve) => setTimeout(resolve, 6 - m)); // the last one fails first
      if (failing.includes(m)) throw new Error(`member ${m}`);
      return undefined;
    },
  } as unknown as Member));
  for (const lanes of [1, 2, 4, 6]) {
    await assertRejects(() => new MemberTrainers(members, lanes).advance(), Error, "member 2");
  }
});

Deno.test("an abort cuts a round off before the next member of each lane", async () => {
  const controller = new AbortController();
  const advanced: number[] = [];
  const members = Array.from({ length: 6 }, (_, m) => ({
    advance() {
      advanced.push(m);
      if (m === 1) controller.abort(new Error("stopped"));
      return Promise.resolve(undefined);
    },
  } as unknown as Member));
  const trainers = new MemberTrainers(members, 2);
  await assertRejects(() => trainers.advance(() => {}, controller.signal), Error, "stopped");
  assertEquals(advanced, [0, 1]);
});
