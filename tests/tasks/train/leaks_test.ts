/** A field that is filled after the answer: named before training whatever the rows are split by, and first in every verdict. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { done } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const QUICK = ["epochs=2", "hidden=[4]"].flatMap((change) => ["--set", change]);

const SENTENCE =
  /Whether "refund_note" is filled predicts \d\d % of "returned": is it filled after the answer\?/;

/** 500 orders; of those that came back 95 % have a note on the refund, in the words of whoever wrote it. */
function ordersTable(): string {
  const random = new RandomStream(21, "data");
  const words = "customer returned shoe for money since size did not fit and box was open".split(
    " ",
  );
  const rows = Array.from({ length: 500 }, (_, k) => {
    const price = 20 + 80 * random.uniform();
    const isReturned = random.uniform() < 0.1 + 0.004 * price;
    const note = Array.from({ length: 5 }, () => words[random.below(words.length)]).join(" ");
    return [
      price.toFixed(2),
      1 + random.below(5),
      ["card", "invoice"][random.below(2)],
      isReturned && random.uniform() < 0.95 ? note : "",
      ["training", "training", "training", "validation", "test"][k % 5],
      isReturned ? "yes" : "no",
    ].join(",");
  });
  return ["price,items,payment,refund_note,part,returned", ...rows, ""].join("\n");
}

test("it is found with every way to split, and the verdict begins with it", async ({ path: folder }) => {
  const csv = join(folder, "orders.csv");
  await Deno.writeTextFile(csv, ordersTable());
  const own = ["--csv", csv, "--target", "returned", "--runs", folder, "--no-report", ...QUICK];
  const ways = {
    found: ["--without", "part"],
    none: ["--without", "part", "--split-by", "none"],
    fractions: ["--without", "part", "--folds", "0", "--set", "dataset.split=[0.6, 0.2, 0.2]"],
    part: ["--set", "dataset.split=part"],
  };
  for (const [name, words] of Object.entries(ways)) {
    const { stdout } = await done("train", ...own, ...words, "--name", name, "--verbose");
    assertMatch(stdout, new RegExp(`^${SENTENCE.source}$[^]*^column `, "m"), name);
    assertMatch(
      stdout,
      new RegExp(`^Verdict:\\s+Whether\\s+"refund_note"\\s+is\\s+filled`, "m"),
      name,
    );
  }
  const run = join(folder, "found");
  const { truth } = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  assertMatch(truth.verdict, new RegExp(`^${SENTENCE.source} [A-Z]`));
  await done("verify", run);

  const config = join(run, "config.json");
  const again = await done(
    "train",
    "--config",
    config,
    "--runs",
    folder,
    "--name",
    "b",
    "--no-report",
  );
  assertMatch(again.stdout, SENTENCE);
  const described = await done("train", "--config", config, "--describe");
  assertMatch(described.stdout, new RegExp(`^What may be wrong:\n\n${SENTENCE.source}$`, "m"));

  const [next, page] = [join(folder, "next.csv"), join(folder, "page.html")];
  await Deno.writeTextFile(next, ordersTable().split("\n").slice(0, 200).join("\n"));
  for (const words of [["--csv", next, "--learned", "--out", page], []]) {
    const { stdout } = await done("evaluate", run, ...words);
    assertMatch(stdout, new RegExp(`^${SENTENCE.source}\n`));
  }
  await done("report", run);
  for (const file of [page, join(run, "report.html")]) {
    assertMatch(await Deno.readTextFile(file), /Whether (&quot;|")refund_note\1 is filled/);
  }

  const warnings: string[] = [];
  const model = await TableModel.fit(await Deno.readTextFile(csv), {
    target: "returned",
    without: ["part"],
    folds: 0,
    epochs: 1,
    onWarning: (warning) => warnings.push(warning),
  });
  assertMatch(warnings[0]!, SENTENCE);
  const [leak] = TableModel.load(model.save()).table.leaks!;
  assertEquals([leak!.name, leak!.kind], ["refund_note", "filled"]);
});

test("without the field nothing looks wrong", async ({ path: folder }) => {
  const csv = join(folder, "orders.csv");
  await Deno.writeTextFile(csv, ordersTable());
  const words = [
    "--target",
    "returned",
    "--without",
    "part",
    "--without",
    "refund_note",
    "--describe",
  ];
  const { stdout } = await done("train", "--csv", csv, ...words);
  assertMatch(stdout, /^Nothing looks wrong$/m);
});
