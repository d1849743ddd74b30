import { assertEquals } from "@std/assert";
import { Machine } from "../../lib/formats/pickle_machine.ts";
import { throwsSaying } from "../helpers/says.ts";

Deno.test("arrays take as much memory as the file, and no more", () => {
  const machine = new Machine(new Uint8Array(8));
  assertEquals(machine.allocate(5), new Uint8Array(5));
  assertEquals(machine.allocate(3), new Uint8Array(3));
  throwsSaying(() => machine.allocate(1), SyntaxError, "more memory than the file");
});
