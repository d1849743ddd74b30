/** The sentences of notebooks, each pinned once; those with addresses are in `load_digits_test.ts`. */

import { check } from "@inkling/inkling/notebook";
import { testSentences } from "../helpers/says.ts";

const WITHOUT_KEY = "expected the key that the notebook has";

testSentences("notebooks", [
  [SyntaxError, "Cannot check an answer to ", {
    [`"1-neurons": ${WITHOUT_KEY}`]: () => check("1-neurons", 1),
    [`"W10=": ${WITHOUT_KEY}`]: () => check(btoa("[]"), 1),
    [`5: ${WITHOUT_KEY}`]: () => check(5 as unknown as string),
  }],
]);
