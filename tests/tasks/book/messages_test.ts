/** The sentences about chapters, each pinned once. */

import { chapterOf } from "../../../tasks/book/chapter.ts";
import { testSentences } from "../../helpers/says.ts";

const read = (...lines: string[]) => () => chapterOf(["# T", ...lines].join("\n"));
const exercise = (attributes: string, question = "Why?") =>
  read(`<ink-exercise ${attributes}>`, question, "</ink-exercise>");

testSentences("chapters", [
  [SyntaxError, "Cannot read the chapter: line ", {
    '1 is ""; expected # and the title': () => chapterOf(""),
    "3 opens ```js cell; expected a line that closes it": read("", "```js cell", "1"),
    '2 is a cell "ts cell"; expected js cell or js cell continued': read("```ts cell", "```"),
    '2 is a cell "js cell more"; expected js cell or js cell continued': read(
      "```js cell more",
      "```",
    ),
    "2 opens <ink-neuron>; expected a line that closes it": read("<ink-neuron>", "</ink-network>"),
    '2 is <ink-neuron w=6>; expected an element such as <ink-neuron w="6"> alone': read(
      "<ink-neuron w=6>",
    ),
    '2 is <ink-neuron>text; expected an element such as <ink-neuron w="6"> alone': read(
      "<ink-neuron>text",
    ),
    "2 has answers; expected answer, tolerance, hint": exercise('answers="1"'),
    "2 is an exercise without answer or question; expected both": exercise('answer=" "'),
    "2 has the answer word and the tolerance 1; expected two numbers": exercise(
      'answer="word" tolerance="1"',
    ),
    "2 has the answer 1 and the tolerance -1; expected two numbers": exercise(
      'answer="1" tolerance="-1"',
    ),
  }],
]);
