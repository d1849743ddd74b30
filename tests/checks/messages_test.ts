/** The sentences of checks that rooms share, each pinned once. */

import { checkNames } from "../../lib/checks/texts.ts";
import { named } from "../../lib/checks/named.ts";
import { testMessages } from "../helpers/says.ts";

const entries = { adam: {}, momentum: {} };

testMessages("checks", {
  TypeError: {
    "Cannot use a list of 1 for classNames: expected 2 different names": () =>
      checkNames("classNames", ["a"], 2),
    "Cannot use a list of 2 for classNames: expected 2 different names": () =>
      checkNames("classNames", ["a", "a"], 2),
    'Cannot use "ab" for classNames: expected 2 different names': () =>
      checkNames("classNames", "ab" as never, 2),
  },
  RangeError: {
    'Cannot find the optimizer "adma": there are adam, momentum, did you mean adam?': () =>
      named("optimizer", entries, "adma"),
    "Cannot find the optimizer without a name: there are adam, momentum": () =>
      named("optimizer", entries, undefined as never),
  },
});
