import { assertEquals, assertThrows } from "@std/assert";
import { assign } from "../../lib/config/assign.ts";

/** A config after an assignment. */
function assigned(config: unknown, path: string, value: unknown): unknown {
  assign(config, path, value);
  return config;
}

Deno.test("a path leads into objects and lists, and makes the objects that are missing", () => {
  assertEquals(assigned({ epochs: 1 }, "epochs", 2), { epochs: 2 });
  assertEquals(assigned({}, "optimizer.momentum", 0.9), { optimizer: { momentum: 0.9 } });
  assertEquals(assigned({ augment: null }, "augment.shift", 1), { augment: { shift: 1 } });
  assertEquals(assigned({ sizes: [784, 30, 10] }, "sizes.1", 100), { sizes: [784, 100, 10] });
  assertEquals(assigned({ sizes: [784] }, "sizes.1", 10), { sizes: [784, 10] }); // at its end
  const eleven = Array.from({ length: 11 }, (_, k) => k);
  assertEquals(assigned({ sizes: eleven }, "sizes.10", 7), { sizes: eleven.with(10, 7) });
  assertEquals(assigned({ a: { b: { c: 1 } } }, "a.b.c", 2), { a: { b: { c: 2 } } });
  const config: { epochs?: number } = {};
  assign(config, "epochs", 1);
  config.epochs = 2;
  assertEquals(config, { epochs: 2 });
  delete config.epochs;
  assertEquals(config, {});
});

Deno.test("a key named __proto__ is set as any other, and leads nowhere", () => {
  const config = {};
  assign(config, "__proto__", 1);
  assertEquals([Object.keys(config), Object.getPrototypeOf(config)], [
    ["__proto__"],
    Object.prototype,
  ]);
  assertThrows(() => assign({}, "__proto__.polluted", 1), SyntaxError);
  assertEquals(({} as Record<string, unknown>)["polluted"], undefined);
});
