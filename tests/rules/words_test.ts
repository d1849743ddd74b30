/**
 * The words of what people read: documents, messages, help, the page and the course use the field's terms. Names and
 * comments are left to readers. @module
 */

import { assertEquals } from "@std/assert";
import { pages, prose } from "../helpers/markdown.ts";
import { granted } from "../helpers/run_task.ts";
import { sources } from "./sources.ts";

/** What is not said, and what is said instead. A space stands for any white space. */
const WORDS: readonly (readonly [not: RegExp, say: string])[] = [
  [/\b(?:wants|wanted)\b/, "expected x, got y; for example …"],
  [/\bgaps\b/, "missing values"],
  [/\bcommittees?\b/, "ensemble"],
  [/\b(?:over|distorted) (?:\d+ |the |its |their )?copies\b/, "test-time augmentation"],
  [/\b(?:familiarity|certaint(?:y|ies)|cautions?|cautious)\b/, "novelty, confidence"],
  [
    /\btrainings\b|\b(?:one|another|each|every|any) training\b(?= (?:is|has|takes|with)\b)/,
    "a run",
  ],
  [/\bcolours?\b|\bcoloured\b|\bgrey(?:s|ish|scale)?\b/, "color, gray"],
  [/\bto the (?:same )?bytes?\b/, "with identical results, or byte for byte"],
  [/\b(?:that|those) of (?:the|its|an?)\b/, "the noun again, or a name with 's"],
  [/\b(?:is|are) dealt\b/, "is split"],
  [
    /(?<!\bthere )\b(?:is|are) no (?:numbers?|dates?|text|tables?|JSON|files?|folders?|columns?|class(?:es)?|quantity|quantities|labels?|probabilit(?:y|ies)|pictures?|array|object|report)\b/,
    "is not a",
  ],
  [/\b(?:surest|foretells?|found out|into how many)\b/, "most confident, predicts, detected"],
  [/\b(?:own data|data of (?:one's|your|their) own)\b/, "your data, user data"],
  [/\bcrews?\b/, "trainer processes"],
];

const FOLDERS = [
  "lib",
  "tasks",
  "packages/page",
  "packages/course",
  "packages/lab",
  "packages/inkling",
];

/** The sentences of a program: its strings and templates of several words. */
function sentencesOf(path: string, source: string): string[] {
  const sentences: string[] = [];
  const add = (text: unknown) => {
    if (typeof text === "string" && /\w\s+\w/.test(text)) sentences.push(text);
  };
  Deno.lint.runPlugin(
    {
      name: "texts",
      rules: {
        texts: {
          create: () => ({
            Literal: ({ value }) => add(value),
            TemplateElement: ({ raw }) => add(raw),
          }),
        },
      },
    },
    path,
    source,
  );
  return sentences;
}

/** What a document says: no code, no targets of links, nothing that a command writes; of the CHANGELOG what is new. */
function proseOf(path: string, source: string): string {
  const text = path === "CHANGELOG.md" ? source.split(/^## /m).slice(0, 2).join("## ") : source;
  const written = text.replaceAll(/<!-- (\w+):begin -->[^]*?<!-- \1:end -->/g, "");
  return prose(written).replaceAll(/\]\([^)]*\)/g, "]");
}

/** What a text says that it should not, each with what it should. */
function foundIn(path: string, text: string): string[] {
  return WORDS.flatMap(([not, say]) => {
    const pattern = new RegExp(not.source.replaceAll(" ", "\\s+"), "giu");
    return [...text.matchAll(pattern)].map(([word]) => `${path}: ${word} → ${say}`);
  });
}

Deno.test("documents, messages, help and the course use the field's words", {
  ignore: !granted("read"),
}, async () => {
  const found = (await pages()).flatMap(({ path, text }) => foundIn(path, proseOf(path, text)));
  for (const folder of FOLDERS) {
    for (const [file, source] of await sources(folder)) {
      if (file.includes("tests/")) continue;
      const path = `${folder}/${file}`;
      found.push(...sentencesOf(path, source).flatMap((text) => foundIn(path, text)));
    }
  }
  assertEquals(found, []);
});

Deno.test("a word is found in prose and in sentences, and not in names, code or comments", () => {
  assertEquals(foundIn("a.md", proseOf("a.md", "The\ngaps of `gaps`")), [
    "a.md: gaps → missing values",
  ]);
  const source =
    '// a list is wanted\nconst gaps = { gaps: "gaps", text: `a ${gaps} list is wanted` };';
  const found = sentencesOf("a.ts", source).flatMap((text) => foundIn("a.ts", text));
  assertEquals(found, ["a.ts: wanted → expected x, got y; for example …"]);
});
