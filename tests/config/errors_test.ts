import { assertEquals, assertMatch, assertNotMatch, assertThrows } from "@std/assert";
import { explainPrototypeKeys } from "../../lib/config/errors.ts";
import { configSchema, parseConfig, parseDraft } from "../../lib/config.ts";
import { parseSweepDraft } from "../../tasks/sweep/sweep.ts";

/** What a config is refused with, without the first line. */
function refusal(config: unknown): string {
  const { message } = assertThrows(() => parseDraft(config), SyntaxError);
  return message.replace("Cannot use this config:\n  ", "");
}

Deno.test("an object of a message is a config's", () => {
  for (const key of ["augment", "averaging", "classWeights", "dropout", "earlyStopping"]) {
    const [, example] = /such as (.*), or null$/.exec(refusal({ [key]: 7 }))!;
    parseConfig({ evaluate: ["validation"], [key]: JSON.parse(example!) });
  }
});

Deno.test("no key answers in the schema library's words", () => {
  const { properties } = JSON.parse(configSchema());
  for (const key of Object.keys(properties)) {
    for (const value of [-1.5, true, "what", {}, [{}], null]) {
      let message = "";
      try {
        parseConfig({ [key]: value });
      } catch (error) {
        message = (error as Error).message;
      }
      assertNotMatch(message, /received|invalid|too (big|small)|undefined|something else/i);
    }
  }
});

Deno.test("thousands of wrong values are explained, each on its line", () => {
  const list = Array.from({ length: 10_000 }, (_, k) => k);
  const { message } = assertThrows(
    () => parseSweepDraft({ config: {}, method: "list", list }),
    SyntaxError,
  );
  assertEquals(message.split("\n").length, 1 + list.length);
});

Deno.test("a deep value is printed in words", () => {
  const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  assertMatch(refusal({ sizes: deep(9) }), /^sizes\.0 is \[{8}\]{8}: expected a whole/);
  assertMatch(refusal({ sizes: deep(1_000_000) }), /^sizes\.0 is a list of 1: expected a whole/);
});

Deno.test("every key named __proto__ is reported with its path, once, also in a value that holds itself", () => {
  const value = JSON.parse('{"a":[{"__proto__":1}],"b":null,"__proto__":{"c":2}}');
  value.a.push(value);
  assertEquals(explainPrototypeKeys(value).toSorted(), [
    "  __proto__: nothing can have this name",
    "  a.0.__proto__: nothing can have this name",
  ]);
  for (const none of [null, undefined, 7, "__proto__", {}, { prototype: 1 }]) {
    assertEquals(explainPrototypeKeys(none), []);
  }
});
