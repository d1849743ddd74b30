import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { mnist } from "../../../lib/digits/mnist.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { checkDataFolder } from "../../../tasks/datasets/data_folder.ts";
import { runHere } from "../../helpers/run_here.ts";
import { granted, namesIn, temporaryFolder } from "../../helpers/run_task.ts";
import { rejectsSaying } from "../../helpers/says.ts";

const files = { ignore: !granted("read", "write") };

Deno.test(
  "a data set may be fetched into a folder for data sets, and into a new one",
  files,
  async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, "sets");
    await checkDataFolder(mnist, data);
    await Deno.mkdir(join(data, "fashion-mnist", "deeper", "still"), { recursive: true });
    await Deno.writeTextFile(join(data, "README.md"), "");
    await Deno.writeTextFile(join(data, "fashion-mnist", "deeper", "still", "a.png"), "");
    await checkDataFolder(mnist, data);
    await Deno.writeTextFile(join(data, "table.csv"), "");
    await Deno.mkdir(join(data, "mnist")); // fetched before, or begun to be
    await checkDataFolder(mnist, data);
  },
);

Deno.test("user data is never taken for a folder of data sets", files, async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "my data");
  const quoted = (...path: string[]) => `'${join(data, ...path)}'`;
  const cases: [string, string][] = [
    [join("cats", "1.JPG"), `--images ${quoted()}`],
    ["t10k-labels-idx1-ubyte.gz", `--idx ${quoted()}`],
    ["table.csv", `--csv ${quoted("table.csv")} --target NAME`],
    ["set.npz", `--npz ${quoted("set.npz")}`],
  ];
  for (const [name, option] of cases) {
    await Deno.mkdir(join(data, name, ".."), { recursive: true });
    await Deno.writeTextFile(join(data, name), "");
    await rejectsSaying(
      () => checkDataFolder(mnist, data),
      UsageError,
      ...[`mnist in ${data}`, `such as ${name}`, `\`deno task train ${option}\``],
      `\`deno task fetch --dataset mnist --data '${data}'\``,
    );
    await Deno.remove(data, { recursive: true });
  }
});

Deno.test({
  name: "train --data with a folder of pictures writes nothing into it",
  ignore: !granted("read", "write", "run", "net"),
  fn: async () => {
    await using folder = await temporaryFolder();
    await Deno.mkdir(join(folder.path, "cats"));
    await Deno.writeTextFile(join(folder.path, "cats", "1.png"), "");
    const runs = ["--runs", join(folder.path, "runs")];
    const { code, stderr } = await runHere(["train", "--data", folder.path, ...runs]);
    assertEquals(code, 2);
    assertMatch(
      stderr,
      /^error: Cannot find mnist in .*`deno task train --images .*` trains on that/,
    );
    assertEquals(await namesIn(folder.path), ["cats"]);
  },
});
