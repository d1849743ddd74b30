import { assertEquals } from "@std/assert";
import {
  arrayFromState,
  bigEndianFromState,
  Dtype,
  type Item,
} from "../../lib/formats/pickle_numpy.ts";
import { throwsSaying } from "../helpers/says.ts";

const allocate = (bytes: number) => new Uint8Array(bytes);

Deno.test("the state of an array is its version, shape, dtype, order and bytes, and no more", () => {
  const bytes = new Uint8Array([3, 4]);
  const state: readonly Item[] = [1, [2], new Dtype("uint8"), false, bytes];
  const array = { dtype: "uint8", shape: [2], data: bytes } as const;
  assertEquals(arrayFromState(state, allocate), array);
  assertEquals(arrayFromState(state.with(3, 0), allocate), array); // as NumPy of old wrote it
  for (const wrong of [null, [], state.with(0, 2), [...state, null]]) {
    throwsSaying(() => arrayFromState(wrong, allocate), SyntaxError, "the state of an array");
  }
  for (const order of [true, 1, null]) {
    const ordered = () => arrayFromState(state.with(3, order), allocate);
    throwsSaying(ordered, SyntaxError, "C order, got Fortran order");
  }
});

Deno.test("the state of a dtype is that of a plain number, and holds the order of its bytes", () => {
  const state: readonly Item[] = [3, "<", null, null, null, -1, -1, 0];
  const orders = ["<", "|", "=", ">"].map((order) => bigEndianFromState(state.with(1, order)));
  assertEquals(orders, [false, false, false, true]);
  for (const wrong of [null, [], state.with(0, 4), ...[2, 3, 4].map((k) => state.with(k, "x"))]) {
    throwsSaying(() => bigEndianFromState(wrong), SyntaxError, "the state of a dtype");
  }
});
