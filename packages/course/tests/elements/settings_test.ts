import { assertEquals } from "@std/assert";
import { addressWith, settingsIn } from "../../elements/settings.ts";

const DECLARED = {
  rate: { label: "Rate", value: 3, least: 0.5, most: 10, step: 0.5 },
  task: {
    label: "Task",
    value: "digits",
    options: [{ value: "digits", text: "digits" }, { value: "xor", text: "xor" }],
  },
};

/** The settings of an element with these attributes. */
const settings = (search: string, attributes: Readonly<Record<string, string>> = {}) =>
  settingsIn(search, "network", DECLARED, { getAttribute: (name) => attributes[name] ?? null });

Deno.test("a setting is that of the address, else of the attribute, else the declared one", () => {
  assertEquals(settings(""), { rate: "3", task: "digits" });
  assertEquals(settings("", { rate: "5", task: "xor" }), { rate: "5", task: "xor" });
  assertEquals(settings("?network.rate=7", { rate: "5" }), { rate: "7", task: "digits" });
});

Deno.test("what there is not is left out", () => {
  const search = "?network.rate=99&network.task=letters&other.rate=4&network.x=1";
  assertEquals(settings(search, { rate: " ", task: "none" }), { rate: "3", task: "digits" });
});

Deno.test("an address keeps what else it holds", () => {
  const address = "http://school/docs/book/1.html?surface.rate=3#loss";
  assertEquals(
    addressWith(address, "network.rate", "7"),
    "http://school/docs/book/1.html?surface.rate=3&network.rate=7#loss",
  );
});
