/** The sentences about chapters, each pinned once. */

import { chapterOf } from "../site/chapter.ts";
import { pinnedIn } from "../../../tests/helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const read = (...lines: string[]) => chapterOf(["# T", ...lines].join("\n"));
const exercise = (attributes: string, question = "Why?") =>
  read(`<ink-exercise ${attributes}>`, question, "</ink-exercise>");

pin("chapters", [
  () => chapterOf(""),
  () => read("", "```js cell", "1"),
  () => read("```ts cell", "```"),
  () =>
    read(
      "```js cell more",
      "```",
    ),
  () => read("<ink-neuron>", "</ink-network>"),
  () => read("<ink-neuron w=6>"),
  () => read("<ink-neuron>text"),
  () => exercise('answers="1"'),
  () => exercise('answer=" "'),
  () => exercise('answer="word" tolerance="1"'),
  () => exercise('answer="1" tolerance="-1"'),
]);
