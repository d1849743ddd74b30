/** A task that ends in every way there is, for `main_test.ts`. */

import { main, UsageError } from "../../../tasks/cli/main.ts";

await main({
  name: "fixture",
  description: "Ends as its operand chooses.",
  options: {},
  operands: { value: "HOW", min: 1, max: 1 },
}, async ({ operands: [how] }, signal) => {
  if (how === "import") {
    console.log(Deno.permissions.querySync({ name: "import", host: "jsr.io:443" }).state);
  }
  console.log("started");
  if (how === "done" || how === "import") return;
  if (how === "fail") throw new Error("Cannot paint: out of\n\ncolor");
  if (how === "usage") throw new UsageError("Cannot paint the sky");
  if (how === "read") await Deno.readTextFile("secret.txt");
  // A timer keeps the process alive, as a download would.
  using _ = {
    timer: setInterval(() => {}, 1000),
    [Symbol.dispose]() {
      clearInterval(this.timer);
    },
  };
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  if (how === "slow") await new Promise((resolve) => setTimeout(resolve, 200));
  console.log("tidied up");
  if (how === "throw") signal.throwIfAborted();
  if (how === "wrap") throw new Error("Cannot continue", { cause: signal.reason });
  if (how === "worse") throw new Error("Cannot save");
  if (how === "hang") await new Promise(() => {});
});
