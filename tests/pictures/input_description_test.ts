import { assertEquals } from "@std/assert";
import { type InputDescription, parseInputDescription } from "@inkling/inkling/pictures";

const GRAY: InputDescription = { version: 1, source: "pictures", shape: [4, 3], type: "uint8" };

Deno.test("the description of inputs comes back as it was written", () => {
  const colors: InputDescription = { ...GRAY, shape: [2, 2, 3] };
  const rows: InputDescription = { version: 1, source: "npz", shape: [12], type: "float32" };
  for (const description of [GRAY, colors, rows, { ...GRAY, source: "idx" }]) {
    assertEquals(parseInputDescription(JSON.stringify(description), 12), description);
  }
});
