import { assertEquals, assertThrows } from "@std/assert";
import { filesInTar } from "../../../tasks/datasets/untar.ts";
import { tar } from "./fake.ts";

const encoder = new TextEncoder();
const files = new Map([
  ["package/a", encoder.encode("one")],
  ["package/empty", new Uint8Array()],
  ["package/block", new Uint8Array(512).fill(7)],
]);

Deno.test("filesInTar() gives the files of an archive, and leaves out folders", () => {
  assertEquals(filesInTar(tar(files)), files);
  assertEquals(filesInTar(tar(files, "5")), new Map());
  assertEquals(filesInTar(new Uint8Array(1024)), new Map());
});

Deno.test("filesInTar() refuses what is no archive, and one that ends within a file", () => {
  assertThrows(
    () => filesInTar(encoder.encode("<!doctype html>")),
    SyntaxError,
    "Cannot read tar: there is no header at byte 0",
  );
  assertThrows(
    () => filesInTar(tar(files).subarray(0, 514)),
    SyntaxError,
    "Cannot read tar: it ends before byte 515, where package/a does",
  );
});
