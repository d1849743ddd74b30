/** The sentences of notebooks, each pinned once; those with addresses are in `load_digits_test.ts`. */

import { check } from "@inkling/inkling/notebook";
import { each, pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

/** The key of an exercise whose answer is 2. */
const TWO = btoa(JSON.stringify(["2", "0"]));

pin("notebooks", [
  () => check("1-neurons", 1),
  () => check(btoa("[]"), 1),
  () => check(5 as unknown as string),
  ...each(
    "the answer",
    [undefined, "two", 3],
    (answer) => check(TWO, answer).display["text/plain"],
  ),
]);
