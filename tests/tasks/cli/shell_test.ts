import { assertEquals } from "@std/assert";
import { quote } from "../../../lib/checks/texts.ts";
import { granted } from "../../helpers/run_task.ts";

const WORDS = [
  "data/runs/a-1.5_b",
  "epochs=2",
  "sizes=[784,100,10]",
  'optimizer={"name":"adam"}',
  "my runs/it's mine",
  "=ls",
  "~",
  "*",
  "a!b",
  "$HOME",
  "",
];

Deno.test("quote() leaves plain words as they are and puts the others in quotes", () => {
  const quoted = `'sizes=[784,100,10]' 'optimizer={"name":"adam"}' 'my runs/it'\\''s mine'`;
  assertEquals(WORDS.slice(0, 5).map(quote).join(" "), `data/runs/a-1.5_b epochs=2 ${quoted}`);
});

for (const shell of ["bash", "zsh"]) {
  Deno.test(`what quote() writes is one word for ${shell}`, { ignore: !isThere(shell) }, () => {
    const script = `printf '%s\\n' ${WORDS.map(quote).join(" ")}`;
    const { stdout } = new Deno.Command(shell, { args: ["-c", script] }).outputSync();
    assertEquals(new TextDecoder().decode(stdout), WORDS.map((word) => `${word}\n`).join(""));
  });
}

/** Whether a shell is installed and may be run. */
function isThere(shell: string): boolean {
  if (!granted("run")) return false;
  try {
    return new Deno.Command(shell, { args: ["-c", ":"] }).outputSync().success;
  } catch {
    return false;
  }
}
