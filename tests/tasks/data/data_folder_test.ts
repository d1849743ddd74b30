import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { mnist } from "../../../lib/digits/mnist.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { checkDataFolder } from "../../../tasks/data/catalogue.ts";
import { runHere } from "../../helpers/run_here.ts";
import { namesIn } from "../../helpers/run_task.ts";
import { rejectsSaying } from "../../helpers/says.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

test("a data set may be fetched into a folder for them, or a new one", async ({ path: folder }) => {
  const data = join(folder, "sets");
  await checkDataFolder(mnist, data);
  await Deno.mkdir(join(data, "fashion-mnist", "deeper", "still"), { recursive: true });
  await Deno.writeTextFile(join(data, "README.md"), "");
  await Deno.writeTextFile(join(data, "fashion-mnist", "deeper", "still", "a.png"), "");
  await checkDataFolder(mnist, data);
  await Deno.writeTextFile(join(data, "table.csv"), "");
  await Deno.mkdir(join(data, "mnist")); // fetched before, or begun to be
  await checkDataFolder(mnist, data);
});

test("user data is never taken for a folder of data sets", async ({ path: folder }) => {
  const data = join(folder, "my data");
  const quoted = (...path: string[]) => `'${join(data, ...path)}'`;
  const cases: [string, string][] = [
    [join("cats", "1.JPG"), `--images ${quoted()}`],
    ["t10k-labels-idx1-ubyte.gz", `--idx ${quoted()}`],
    ["table.csv", `--csv ${quoted("table.csv")} --target NAME`],
    ["table.jsonl.gz", `--table ${quoted("table.jsonl.gz")} --target NAME`],
    ["set.npz", `--npz ${quoted("set.npz")}`],
  ];
  for (const [name, option] of cases) {
    await Deno.mkdir(join(data, name, ".."), { recursive: true });
    await Deno.writeTextFile(join(data, name), "");
    await rejectsSaying(
      () => checkDataFolder(mnist, data),
      UsageError,
      `mnist in ${data}`,
      `such as ${name}`,
      `\`deno task train ${option}\``,
      `\`deno task fetch --dataset mnist --data '${data}'\``,
    );
    await Deno.remove(data, { recursive: true });
  }
});

test("train --data with a folder of pictures writes nothing into it", {
  needs: ["run", "net"],
}, async ({ path: folder }) => {
  await Deno.mkdir(join(folder, "cats"));
  await Deno.writeTextFile(join(folder, "cats", "1.png"), "");
  const runs = ["--runs", join(folder, "runs")];
  const { code, stderr } = await runHere(["train", "--data", folder, ...runs]);
  assertEquals(code, 2);
  assertMatch(
    stderr,
    /^error: Cannot find mnist in .*`deno task train --images .*` trains on that/,
  );
  assertEquals(await namesIn(folder), ["cats"]);
});
