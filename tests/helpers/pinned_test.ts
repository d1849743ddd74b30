import { assertEquals } from "@std/assert";
import { schedules } from "../../lib/train/schedules.ts";
import { type Calls, pinnedIn } from "./pinned.ts";
import { rejectsSaying } from "./says.ts";

const TEXTS = "# sums\n\none(): RangeError\n  Cannot add\n  twice\none() (2): text\n  2\n";
const one = (): never => {
  throw new RangeError("Cannot add\ntwice");
};

/** Runs the test that is defined of these calls. */
async function run(calls: Calls, texts = TEXTS): Promise<void> {
  const { test } = Deno;
  let defined: () => unknown = () => {};
  Object.assign(Deno, { test: (_: string, __: object, call: () => unknown) => defined = call });
  try {
    pinnedIn("file:///tests/sums/messages_test.ts", texts)("sums", calls);
  } finally {
    Object.assign(Deno, { test });
  }
  await defined();
}

/** They would write, too. */
const ignore = Deno.args.includes("--update");

Deno.test("a list of names is one word, if it has them all, each once", { ignore }, async () => {
  const names = Object.keys(schedules);
  const pinned = (text: string) =>
    run([["one()", () => text]], `# sums\n\none(): text\n  ${text}\n`);
  const differs = (text: string) => rejectsSaying(() => pinned(text), Error, "SCHEDULES");
  await differs(`there are ${names.join(", ")}, did you mean step?`);
  await differs(`--schedule is ${names.toReversed().join(" or ")}, not "stop"`);
  await pinned(`there are ${names.slice(1).join(", ")}`);
  await pinned(`there are ${names.with(0, names[1]!).join(", ")}`);
});

const TWICE: Calls = [() => one(), ["one()", () => Promise.resolve("2")]];

Deno.test("the same calls with the same messages pass", { ignore }, async () => {
  assertEquals(await run(TWICE), undefined);
});

Deno.test("a message that is missing, more or another fails, with both", { ignore }, async () => {
  const update = "deno task test tests/sums/messages_test.ts -- --update";
  await rejectsSaying(() => run(TWICE.slice(1)), Error, "- one(): RangeError", update);
  await rejectsSaying(() => run([...TWICE, () => "3"]), Error, '+ "3": text\n  3', update);
  const other: Calls = [["one()", () => "1"], TWICE[1]!];
  await rejectsSaying(
    () => run(other),
    Error,
    "- one(): RangeError\n  Cannot add",
    "+ one(): text",
  );
  await rejectsSaying(
    () => run(TWICE, `${TEXTS}\n# products\n\ntwo(): text\n  2\n`),
    Error,
    "prod",
  );
  await rejectsSaying(() => run(TWICE.toReversed()), Error, "differs", update);
  await rejectsSaying(() => run([() => 7]), Error, "Neither an error nor a text", "7");
});
