import { assertEquals } from "@std/assert";
import { hanging, laidOut, widthOf } from "../../../tasks/cli/layout.ts";
import { fitting, table } from "../../../tasks/cli/table.ts";

Deno.test("laidOut() breaks lines between words, and sets in what follows", () => {
  assertEquals(laidOut("one two three four\nfive", 10), "one two\n  three\n  four\nfive");
  assertEquals(laidOut("one two three four", 10, 0), "one two\nthree four");
  assertEquals(laidOut("  set in already here", 12), "  set in\n    already\n    here");
  assertEquals(laidOut("fits", 4), "fits");
});

Deno.test("laidOut() sets in below the text behind a word and two spaces", () => {
  assertEquals(laidOut("ok     one two three", 14), "ok     one two\n       three");
  const key = "a-very-long-key";
  assertEquals(laidOut(`${key}  one two`, 18), `${key}\n  one two`, "where there is room");
});

Deno.test("laidOut() leaves what people copy in one piece", () => {
  for (
    const whole of [
      "`deno task train --resume --name x`;",
      '"my runs/the first one"',
      "“the sea bird”",
      "--set epochs=2",
      "'false alarm=1,miss=5'",
      "97.16 %,",
      "0.02 ± 0.01",
      "12 min",
    ]
  ) {
    assertEquals(laidOut(`words ${whole} words`, 8), `words\n  ${whole}\n  words`, whole);
  }
  for (
    const last of [
      "next: deno task evaluate data/runs/x --split test",
      'The recipe: {"dataset": {"csv": "a b.csv"}}',
    ]
  ) {
    const [first, whole] = /^(.*?:) (.*)$/.exec(last)!.slice(1);
    assertEquals(laidOut(last, 14), `${first}\n  ${whole}`, last);
  }
});

Deno.test("laidOut() lets a word that is too long stand alone, and cuts none", () => {
  const path = "/a/path/that/is/longer/than/a/line";
  assertEquals(laidOut(`Wrote ${path} now`, 12), `Wrote\n  ${path}\n  now`);
  assertEquals(laidOut(path, 12), path);
});

Deno.test("hanging() puts a text beside its start", () => {
  assertEquals(
    hanging("  --json  ", "one two three", 18, 10),
    "  --json  one two\n          three",
  );
});

Deno.test("widthOf() counts what a terminal shows", () => {
  assertEquals(["abc", "čč", "日本", "e\u0301", "\x1b[1mx\x1b[0mé"].map(widthOf), [3, 2, 4, 1, 2]);
});

const RIVALS = [
  ["right, %", "95 % interval", "network better by"],
  ["this network", "97.91 to 99.84", ""],
  ["boosted trees", "96.25 to 99.20", "0.019 ± 0.046"],
];

Deno.test("table() gives heads more lines before anything else", () => {
  assertEquals(
    table(RIVALS, 46),
    [
      "                                     network",
      "right, %        95 % interval      better by",
      "this network   97.91 to 99.84",
      "boosted trees  96.25 to 99.20  0.019 ± 0.046",
    ].join("\n"),
  );
});

Deno.test("table() puts columns that have no room below, beside the first again", () => {
  assertEquals(
    table(RIVALS, 36),
    [
      "right, %        95 % interval",
      "this network   97.91 to 99.84",
      "boosted trees  96.25 to 99.20",
      "",
      "right, %       network better by",
      "this network",
      "boosted trees      0.019 ± 0.046",
    ].join("\n"),
  );
});

Deno.test("table() lists rows whose first column leaves no room", () => {
  const path = "a/folder/of/pictures/three.png";
  assertEquals(table([["image", "digit"], [path, "3"]], 32), `${path}\n  digit: 3`);
});

Deno.test("fitting() leaves columns out until a row fits", () => {
  const rows = [["run", "network", "size"], ["first", "784-30-10", "20 kB"]];
  assertEquals(fitting(rows, [1, 2], 30), { rows, left: [] });
  assertEquals(fitting(rows, [1, 2], 20), {
    rows: [["run", "size"], ["first", "20 kB"]],
    left: ["network"],
  });
});
