/** The driver: jobs side by side, of lanes that share a queue or have their own. */

import { assertEquals, assertRejects } from "@std/assert";
import { type Member, MemberTrainers } from "../../lib/table/folds/member_trainers.ts";
import { drive } from "../../lib/train/drive.ts";

Deno.test("the next job is for the lane that is free, may be put back, and an error waits for all", async () => {
  const slow = Promise.withResolvers<void>();
  const queue = ["slow", "a", "b"];
  const happened: string[] = [];
  const lanes = [0, 1].map((lane) => ({
    queue,
    async run(job: string) {
      happened.push(`${job} on ${lane}`);
      if (job === "slow") await slow.promise;
      if (job === "a" && happened.length === 2) queue.unshift(job);
      if (job === "b") throw new Error(job);
    },
    async [Symbol.asyncDispose]() {
      happened.push(`${lane} ends`);
      await slow.resolve();
    },
  }));
  await assertRejects(() => drive(lanes), Error, "b");
  const jobs = ["slow on 0", "a on 1", "a on 1", "b on 1"];
  assertEquals(happened, [...jobs, "1 ends", "0 ends"]);
});

Deno.test("of members that fail the first one's error is thrown, with any number of lanes", async () => {
  const members = Array.from({ length: 6 }, (_, m) => ({
    async advance() {
      await new Promise((resolve) => setTimeout(resolve, 6 - m)); // the last one fails first
      if ([2, 3, 5].includes(m)) throw new Error(`member ${m}`);
    },
  } as unknown as Member));
  for (const lanes of [1, 2, 4, 6]) {
    await assertRejects(() => new MemberTrainers(members, lanes).advance(), Error, "member 2");
  }
});
