import { assertEquals } from "@std/assert";
import { asOperands } from "../../../tasks/predict/as_operands.ts";

Deno.test("options that name a run or a file are answered by the command without them", () => {
  const command = (...words: string[]) => asOperands(words[0]!.replace(/^--|=.*/g, ""), words);
  assertEquals(command("--csv", "new.csv", "penguins"), "deno task predict new.csv penguins");
  assertEquals(
    command("--run=penguins", "--csv=my rows.csv", "--out", "a.csv"),
    "deno task predict penguins 'my rows.csv' --out a.csv",
  );
  assertEquals(command("--images", "photos/", "figures"), "deno task predict photos/ figures");
  assertEquals(command("--colour", "x"), undefined);
});
