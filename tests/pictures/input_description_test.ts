import { assertEquals, assertThrows } from "@std/assert";
import { type InputDescription, parseInputDescription } from "@inkling/inkling/pictures";

const GRAY: InputDescription = { version: 1, source: "pictures", shape: [4, 3], type: "uint8" };

Deno.test("the description of inputs comes back as it was written", () => {
  const colors: InputDescription = { ...GRAY, shape: [2, 2, 3] };
  const rows: InputDescription = { version: 1, source: "npz", shape: [12], type: "float32" };
  for (const description of [GRAY, colors, rows, { ...GRAY, source: "idx" }]) {
    assertEquals(parseInputDescription(JSON.stringify(description), 12), description);
  }
});

Deno.test("what is no description of this network's inputs is refused in a sentence", () => {
  const fails = (value: unknown, message: string) => {
    const json = typeof value === "string" ? value : JSON.stringify(value);
    assertThrows(
      () => parseInputDescription(json, 12),
      SyntaxError,
      `Cannot read the description of inputs: ${message}`,
    );
  };
  fails("{", "it is no JSON");
  fails("null", "it is null, and an object is wanted");
  fails([], "it is a list of 0, and an object is wanted");
  fails({ ...GRAY, size: 1 }, 'it has an entry "size", and version, source, shape, type are known');
  fails({ ...GRAY, version: 2 }, "its version is 2, and this program reads version 1");
  fails({ ...GRAY, source: "png" }, 'its source is "png", and pictures or idx or npz is wanted');
  fails({ ...GRAY, source: "x".repeat(1e6) }, `its source is "${"x".repeat(60)}", and`);
  fails({ ...GRAY, type: "bytes" }, 'its type is "bytes", and uint8 or float32 is wanted');
  fails({ ...GRAY, shape: "4x3" }, 'its shape is "4x3", and whole numbers above 0 are wanted');
  fails({ ...GRAY, shape: [4, -3] }, "its shape is a list of 2, and whole numbers above 0 are");
  fails({ ...GRAY, shape: [4, 4] }, "its shape [4,4] has 16 numbers, and the network 12 inputs");
  fails({ ...GRAY, shape: [] }, "its shape [] has 1 numbers, and the network 12 inputs");
  fails({ ...GRAY, shape: [12] }, "its shape is [12], and pictures have [height, width] or");
});
