/** The sentences of checks that rooms share, each pinned once. */

import { checkNames } from "../../lib/checks/texts.ts";
import { named } from "../../lib/checks/named.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const entries = { adam: {}, momentum: {} };

pin("checks", [
  () => checkNames("classNames", ["a"], 2),
  () => checkNames("classNames", ["a", "a"], 2),
  () => checkNames("classNames", "ab" as never, 2),
  () => checkNames("classNames", ["a", 3 as never], 2),
  () => checkNames("classNames", Float32Array.of(1, 2) as never, 2),
  () => named("optimizer", entries, "adma"),
  () => named("optimizer", entries, undefined as never),
]);
