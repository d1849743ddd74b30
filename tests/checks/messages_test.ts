/** The sentences of checks that rooms share, each pinned once. */

import { checkNames } from "../../lib/checks/names.ts";
import { named } from "../../lib/checks/named.ts";
import { testMessages } from "../helpers/says.ts";

const entries = { adam: {}, momentum: {} };

testMessages("checks", [
  [
    "names too few",
    () => checkNames("classNames", ["a"], 2),
    TypeError,
    "Cannot use a list of 1 for classNames: expected 2 different names",
  ],
  [
    "a name twice",
    () => checkNames("classNames", ["a", "a"], 2),
    TypeError,
    "Cannot use a list of 2 for classNames: expected 2 different names",
  ],
  [
    "no list",
    () => checkNames("classNames", "ab" as never, 2),
    TypeError,
    'Cannot use "ab" for classNames: expected 2 different names',
  ],
  [
    "an unknown entry",
    () => named("optimizer", entries, "adma"),
    RangeError,
    'Cannot find the optimizer "adma": there are adam, momentum, did you mean adam?',
  ],
  [
    "an entry without a name",
    () => named("optimizer", entries, undefined as never),
    RangeError,
    "Cannot find the optimizer without a name: there are adam, momentum",
  ],
]);
