import { assertEquals, assertThrows } from "@std/assert";
import { checkOptions, describe } from "../../lib/checks/options.ts";

const NAMES = { epochs: true, batchSize: true } as const;

Deno.test("an option that does not exist is a TypeError, with what was probably meant", () => {
  checkOptions("train", { epochs: 1 }, NAMES);
  const fails = (options: unknown, message: string) =>
    assertThrows(
      () => checkOptions("train", options, NAMES, { lr: "learningRate is wanted" }),
      TypeError,
      message,
    );
  fails({ batch_size: 1 }, 'Cannot train with the option "batch_size", did you mean batchSize?');
  fails({ lr: 1 }, 'Cannot train with the option "lr": learningRate is wanted');
  fails({ colour: 1 }, 'Cannot train with the option "colour": there are epochs, batchSize');
  fails(undefined, "Cannot train without options: an object is wanted, of epochs, batchSize");
  fails(30, "Cannot train with 30: an object is wanted");
  fails([1, 2], "Cannot train with a list of 2: an object is wanted");
});

Deno.test("values are described in a few words", () => {
  assertEquals(
    [null, "a", [1], 2, new Map(), {}, () => {}, Object.create(null)].map(describe),
    ["null", '"a"', "a list of 1", "2", "a Map", "an object", "a function", "an object"],
  );
});
