/** The sentences of pictures and of the descriptions of inputs, each pinned once. */

import { parseInputDescription } from "@inkling/inkling/pictures";
import {
  type Orientation,
  pictureInput,
  pictureShape,
  turned,
} from "../../lib/pictures/picture.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const read = (value: unknown) =>
  parseInputDescription(typeof value === "string" ? value : JSON.stringify(value), 12);
const described = (change: object) =>
  read({ version: 1, source: "pictures", shape: [4, 3], type: "uint8", ...change });

pin("descriptions of inputs", [
  () => read("{"),
  () => read("null"),
  () => read([]),
  () => described({ size: 1 }),
  () => described({ version: 2 }),
  () => described({ source: "png" }),
  () => described({ source: "x".repeat(1e6) }),
  () => described({ type: "bytes" }),
  () => described({ shape: "4x3" }),
  () => described({ shape: [4, -3] }),
  () => described({ shape: [4, 4] }),
  () => described({ shape: [] }),
  () => described({ shape: [12] }),
]);

const size = (size: unknown) => pictureShape({ size: size as [number, number] });

pin("pictures", [
  ...each("a size of", [[0, 28], "28x28", [28, 1025], [2.5, 3], [28], 28], size),
  () => pictureShape({ colour: true } as object),
  () => turned(new Uint8Array(6), { height: 2, width: 3 }, 1, 9 as Orientation),
  () => pictureInput({ width: 1, height: 1, data: new Uint8Array(3) }),
]);
