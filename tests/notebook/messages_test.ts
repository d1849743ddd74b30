/** The sentences of notebooks, each pinned once; those with addresses are in `load_digits_test.ts`. */

import { check } from "@inkling/inkling/notebook";
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

pin("notebooks", [
  () => check("1-neurons", 1),
  () => check(btoa("[]"), 1),
  () => check(5 as unknown as string),
]);
