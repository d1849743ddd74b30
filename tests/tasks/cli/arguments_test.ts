import { assertEquals } from "@std/assert";
import { type Command, parseArguments, wholeNumber } from "../../../tasks/cli/arguments.ts";

const command = {
  name: "paint",
  description: "Paint.",
  options: {
    color: { value: "NAME", description: "The color", choices: ["red", "green"], default: "red" },
    offset: { value: "N", description: "The offset" },
    set: { value: "KEY=VALUE", description: "Sets a key", repeatable: true },
    json: { description: "Print JSON" },
  },
  operands: { value: "FILE…", min: 0, max: 2 },
} as const satisfies Command;

Deno.test("parseArguments() gives every option its default", () => {
  assertEquals(parseArguments([], command), {
    options: { color: "red", offset: undefined, set: [], json: false },
    operands: [],
  });
});

Deno.test("parseArguments() takes a value after a space or an equals sign", () => {
  for (const words of [["--color", "green"], ["--color=green"]]) {
    assertEquals(parseArguments(words, command).options.color, "green");
  }
});

Deno.test("parseArguments() takes negative numbers, and keeps values as they are written", () => {
  for (const value of ["-3", "-1e-4", "-.5", "007", "1e3"]) {
    assertEquals(parseArguments(["--offset", value], command).options.offset, value);
    assertEquals(parseArguments([`--offset=${value}`], command).options.offset, value);
  }
});

Deno.test("parseArguments() takes a value that looks like an option after an equals sign", () => {
  assertEquals(parseArguments(["--offset=--json"], command).options, {
    color: "red",
    offset: "--json",
    set: [],
    json: false,
  });
});

Deno.test("parseArguments() lists the values of a repeatable option in order", () => {
  const { options } = parseArguments(["--set", "a=1", "--json", "--set=b=[1,2]"], command);
  assertEquals(options.set, ["a=1", "b=[1,2]"]);
  assertEquals(options.json, true);
});

Deno.test("parseArguments() keeps operands as text, and all words after --", () => {
  assertEquals(parseArguments(["007", "--", "--json"], command).operands, ["007", "--json"]);
});

Deno.test("wholeNumber() reads whole numbers within the range", () => {
  assertEquals(wholeNumber("seed", "0"), 0);
  assertEquals(wholeNumber("seed", "-3", { min: -5 }), -3);
});

Deno.test("an option of two words takes both, or one word that has both", () => {
  const pairs = {
    name: "read",
    description: "Reads.",
    options: {
      as: { description: "How", value: "KIND COLUMN", repeatable: true, isPair: true },
      name: { description: "The name", value: "NAME" },
    },
  } as const;
  const asOf = (...words: string[]) => parseArguments(words, pairs).options.as;
  assertEquals(asOf("--as", "text", "zip", "--name", "x"), ["text zip"]);
  assertEquals(asOf("--as", "text", "zip code", "--as", "mdy", "-5"), ["text zip code", "mdy -5"]);
  assertEquals(asOf("--as=text=zip"), ["text=zip"]);
  assertEquals(asOf("--as", "text=zip", "--name", "x"), ["text=zip"]);
});
