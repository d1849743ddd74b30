/**
 * The words: names, messages, comments and documents use the field's terms, and no private words.
 *
 * `deno run -R=. tests/rules/words_test.ts` prints what is left, and exceptions that nothing needs; with the
 * start of a path behind it, such as `lib/table`, what is left there.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { granted } from "../helpers/run_task.ts";
import { sourceParts } from "../helpers/source_parts.ts";
import { sources, textOf } from "./sources.ts";

/** Where a word may stand: in identifiers and paths, in strings, in comments, in documents. */
type Part = "names" | "texts" | "comments" | "docs";

/** A use of a word that stays: what covers the word, why, and in which paths; all if left out. */
type Exception = readonly [text: RegExp, reason: string, where?: RegExp];

/** A word that is not said, and what is said instead. */
interface Rule {
  /** A space stands for any white space, a line's end too. An identifier is read as its words: `placesOf` as `places of`. */
  readonly pattern: RegExp;
  readonly say: string;
  /** All parts if left out. */
  readonly parts?: readonly Part[];
  /** The paths that it is for; all if left out. */
  readonly where?: RegExp;
  readonly allowed?: readonly Exception[];
}

/** People and documents say things; code does not. */
const SPEAKERS =
  "(?:who(?:ever)?|people|persons?|somebody|nobody|anybody|one|you|we|they|users?|readers?|authors?|papers?|articles?|" +
  "tutorial|specifications?|standards?|documentation|RFC \\d+|IEEE 754|APPNOTE(?:\\.TXT)?|Nielsen|[A-Z]\\w+ et al\\.)";

const SPOKEN = new RegExp(
  `\\b${SPEAKERS} (?:also |only |never |always )?(?:told|tells?|said|says|knows)\\b`,
  "i",
);

/** Names that code does not have, and what it has instead; with the paths that a row is for. */
const NAMES: readonly (readonly [pattern: RegExp, say: string, where?: RegExp])[] = [
  [/^looks?$|^look through|\/look(?:\.|_test)/, "TableScan, scanTable, scan"],
  [/\/losses(?: test)?\.ts$/, "dropped_rows.ts"],
  [/\/keepers(?: test)?\.ts$|^keepers?\b/, "weight_retention.ts"],
  [/\/trainer(?: test)?\.ts$/, "trainer_main.ts"],
  [/^together$/, "readConsistent", /^tasks\/(?!sweep)/],
  [/^align$/, "matchClasses", /^lib\/(?!engine)|^tasks\/(?!results|cli)/],
  [/^known data$/, "DataInfo, SweepData"],
  [/^before use$|^bring back$/, "flushPending"],
  [/^everywhere$/, "runOnAllWorkers", /^lib\/|^tests\/engine/],
  [/^put back$/, "restoreTail"],
  [
    /^(?:STRANGERS|ANEW|BELONGS|HARDLY|WORTH|REST|SOONER|SHOWN|LINE)$/,
    "a constant that says what it bounds, with its unit: MIN_PANEL_STEPS, LOCK_TIMEOUT_MS",
  ],
  [/^why \w/, "…Problem(), …Mismatch()"],
  [/\bbring (?:bundler|charts|kernels|site|back)\b/, "install"],
];

/** The documents, and the files with printed sentences, that are held to plain English. */
const PLAIN =
  /^(?:docs\/|README|CHANGELOG|CONTRIBUTING|lib\/|tasks\/|packages\/\w+\/(?!tests\/)[\w/-]+\.(?:md|ts)$)/;

const RULES: readonly Rule[] = [
  { pattern: /\b(?:wants|wanted)\b/, say: "expected x, got y; for example …" },
  {
    pattern: /\bgaps?\b/,
    say: "missing values",
    allowed: [
      [
        /^gaps$|[`"'.]gaps\b|@param gaps\b|--gaps\b|\bgaps(?==|"|\?|: ["|])/,
        "the key `dataset.gaps`, the option `--gaps`, the field of a column",
      ],
      [
        /\b(?:gaps|gaps=\w+|set dataset\.gaps)\b(?=["':,.])/,
        "the key",
        /^(?:packages\/\w+\/)?tests\//,
      ],
      [
        /--(?:first-)?gap\b|\b(?:row-|column-)?gap:|\bthe gap between\b|\bdashes and gaps\b|^gap$/,
        "a distance in a picture or in CSS",
        /^(?:lib\/(?:document|serve)|tasks\/(?:demo|sweep)|packages)\//,
      ],
      [
        /"(?:numbers|category)\.gap"/,
        "names in ONNX files, whose bytes stay",
        /^lib\/table\/encode\/onnx\.ts$/,
      ],
    ],
  },
  {
    pattern: /\bcommittees?\b/,
    say: "ensemble",
    allowed: [
      [/\bcommittee\\?\.json\b/, "the file of an ensemble"],
      [
        /\b[Cc]ommittee of (?:simple neural nets|Simple Neural Nets)|Network Committees for/,
        "the title of a paper",
      ],
      [/\b(?:reproduce-)?modern-committee\b|\breproduce-committee\b/, "a config's name"],
      [
        /\b(?:task |reproduces\.)committee\b|["`]committee["`]/,
        "the key and the command",
      ],
      [
        /^committee$|\bcommittee: true\b|\bcommittee\b(?= names)/,
        "the key `reproduces.committee`",
        /^(?:lib\/config|packages\/lab\/|tests\/(?:config|tasks))/,
      ],
    ],
  },
  {
    pattern: /\b(?:over|deformed|distorted) (?:\d+ |the |its |their )?copies\b/,
    say: "test-time augmentation",
    allowed: [[
      /\b[\w-]+ over \d+ copies of strength 0\\?\.5(?:: trial| \+\\\|| \/)/,
      "rows and lines of `docs/lab/results.md`, which are read again",
      /^docs\/results\.md$|^packages\/lab\/tests\/reproduce\//,
    ], [
      /"overCopies"|^over copies$/,
      "the key of `docs/lab/results.json`",
      /^packages\/lab\//,
    ], [
      /\bdeformed copies of (?:it|an|the|each|every)\b/,
      "explains what test-time augmentation is",
    ]],
  },
  {
    pattern: /\bplaces?\b/,
    say: "index, path, offset, position, row, line or step: the one that is meant",
    allowed: [[/\bin (?:its |their |the |each other's )?place\b/, "plain English"], [
      /\b(?:(?:first|second|third) place\b(?! of)|last places?\b)|\bchanges? places\b/,
      "plain English",
    ], [
      /^place$/,
      "the key of `evaluate --json`",
      /^(?:tasks\/results\/evaluate\/|tests\/tasks\/results\/report\/user_data_test)/,
    ], [
      /"(?:category|class)\.place"/,
      "names in ONNX files, whose bytes stay",
      /^lib\/table\/encode\/onnx\.ts$/,
    ]],
  },
  {
    pattern: /\bfigures?\b/,
    say: "metric, value, number, result; a figure is a picture",
    allowed: [
      [
        /<\/?fig(?:ure|caption)|^fig(?:ure)? caption$|\bfigure(?: \+ figure|:has|[,)]| \{)/,
        "the element of HTML",
      ],
      [
        /"figure"/,
        "the element of HTML",
        /^(?:lib\/document|packages\/page)\//,
      ],
      [
        /\bfigures?\b/,
        "a picture of the course, and the group of its texts",
        /^(?:tests\/)?tasks\/(?:texts|book)\/|^packages\/(?:course|page)\//,
      ],
      [/^figure$/, "the key of `docs/lab/results.json`", /^packages\/lab\//],
      [
        /\bfigures\.json\b|(?:configs|data)\/figures\b|`figures`|"figures"/,
        "a config's name, a key of the page of results",
      ],
    ],
  },
  {
    pattern: /\b(?:told|tells?|said|says|knows)\b/,
    say: "reports, prints, holds, contains, states: what code does",
    allowed: [[/\bt(?:old|ells?)\b(?: (?:[^\s.;:]|\.\d)+){0,7} (?:apart|from)\b/, "distinguish"], [
      /\/says\.ts/,
      "a message says something to a person",
    ], [SPOKEN, "people and documents"]],
  },
  {
    pattern:
      /\b(?:one's|your|their) own data\b|\b(?:data|files?|tables?) of (?:one's|your|their) own\b|\bown data\b/,
    say: "your data, user data",
  },
  {
    pattern:
      /\b(?:an?|the|this|that|one|whose|its|first|second|each|every|what) look\b(?! (?:at|for|like)\b)|\blook ?through\b|\blooks? (?:finds|found|saw|sees|has|is)\b/,
    say: "TableScan, scanTable, scan",
    parts: ["texts", "comments", "docs"],
  },
  { pattern: /\bcrews?\b/, say: "trainer processes, trainer_process.ts" },
  { pattern: /\bundisturbed\b/, say: "readConsistent, consistent" },
  {
    pattern: /\b(?:familiarity|certaint(?:y|ies)|cautions?|cautious)\b/,
    say: "novelty for unlike the training data, confidence for probabilities",
    allowed: [[
      /^caution$|["`]caution["`]|\bRowPrediction\.caution\b/,
      "the column that `predict` writes",
    ], [
      /\bcaution\b/,
      "the column, in what is printed and in examples",
      /^tests\/tasks\/(?:results\/predict|data\/user_data|predict|user_data)|^docs\/(?:commands|library)\.md$|^lib\/table\/mod\.ts$/,
    ]],
  },
  {
    pattern: /\btrials?\b/,
    say: "validation run; a trial is one of a sweep",
    where: /^packages\/lab\/(?:tests\/)?reproduce/,
    allowed: [[
      /--trials\b|^trials?$|["'`.]trial["'`]/,
      "the option, and the key of `reproduces.chosen`",
    ], [/\btrial \\?`|\(trial\\?\)/, "the lines of `docs/lab/results.md` that are read again"]],
  },
  { pattern: /\btask (?:-q )?bring\w*|\bbring_\w+/, say: "install" },
  {
    pattern:
      /\btrainings\b|\b(?:an?|one|another|each|every|any|whole|two|single|longer|shorter) training\b(?! (?:run|set|example|loop|image|data|split|step|option|process|batch|time|cost|error|accuracy|row|pass|call|worker|picture|program|job|command|code|machine|function|panel|page|recipe|epoch|workload|size)s?\b)/,
    say: "a training run, a run",
  },
  {
    pattern: /\bcolours?\b|\bcoloured\b|\bgrey(?:s|ish|scale)?\b/,
    say: "color, gray",
    allowed: [[
      /^colour$|["/-]colour\b|\bcolour\?/,
      "an unknown key or option, as somebody may write it",
      /^(?:packages\/\w+\/)?tests\//,
    ]],
  },
  {
    pattern: /\bto the (?:same )?bytes?\b/,
    say: "with identical results, or byte for byte",
    parts: ["docs", "texts"],
    where: PLAIN,
  },
  {
    pattern: /\b(?:that|those) of (?:the|its|an?)\b/,
    say: "the noun again, or a name with 's",
    parts: ["docs", "texts"],
    where: PLAIN,
  },
  { pattern: /\b(?:is|are) dealt\b/, say: "is split", parts: ["docs", "texts"], where: PLAIN },
  {
    pattern:
      /(?<!\bthere )\b(?:is|are) no (?:numbers?|dates?|text|tables?|JSON|files?|folders?|columns?|class(?:es)?|quantity|quantities|labels?|probabilit(?:y|ies)|pictures?|array|object|report)\b/,
    say: "is not a",
    parts: ["docs", "texts"],
    where: PLAIN,
  },
  {
    pattern: /\b(?:surest|foretells?|bows|found out|into how many)\b/,
    say: "most confident, predicts, curves, detected, the number of",
    parts: ["docs", "texts"],
    where: PLAIN,
  },
  {
    pattern: /· *The same(?:,| but| as| for| of| with| in)(?!\w)/,
    say: "what it does, without the neighbour",
    parts: ["comments"],
  },
  ...NAMES.map(([pattern, say, where = /^/]): Rule => ({ pattern, say, where, parts: ["names"] })),
];

/** Names that stood for several functions: each is defined once at most. */
const ONCE = ["nameOf", "inWords", "dataKindOf", "textOf", "listed"];

/** Files that are not searched: of older versions, made by programs, in German, or about the words. */
const IGNORED =
  /^tests\/(?:old_runs|golden|rules\/words_test\.ts)|^tasks\/texts\/de\.ts$|^lib\/engine\/wasm\/kernels\.ts$|\/fixtures\/|^docs\/results\.json$/;

/** A word that is found, and where. */
interface Found {
  readonly path: string;
  readonly line: number;
  readonly word: string;
  readonly say: string;
}

const FOLDERS: readonly (readonly [folder: string, ending: RegExp])[] = [
  ["docs", /\.md$/],
  [".github", /\.ya?ml$/],
  ["packages", /\.(?:md|ts)$/],
  ["lib", /\.ts$/],
  ["tasks", /\.ts$/],
  ["tests", /\.ts$/],
];

/** The files that are searched, with their paths from the checkout. */
async function files(): Promise<[path: string, text: string][]> {
  const roots = ["README", "CONTRIBUTING", "SECURITY", "CHANGELOG"].map((name) => `${name}.md`);
  const paths = [...roots, "mod.ts", "deno.json"];
  const folders = await Promise.all(
    FOLDERS.map(async ([folder, ending]) =>
      [...await sources(folder, ending)].map((
        [path, text],
      ): [string, string] => [`${folder}/${path}`, text])
    ),
  );
  const texts = await Promise.all(
    paths.map(async (path): Promise<[string, string]> => [path, await textOf(path)]),
  );
  return [...texts, ...folders.flat()].filter(([path]) => !IGNORED.test(path))
    .sort(([a], [b]) => a < b ? -1 : 1);
}

/** An identifier or a path as words: `placesOf` as `places of`, `check_figures.ts` as `check figures.ts`. */
function words(name: string): string {
  const isConstant = /^[A-Z\d_]+$/.test(name) && name.length > 1;
  if (isConstant && !name.includes("_")) return name;
  return name.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2").replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replaceAll("_", " ").replace(/^[#$]/, "").toLowerCase();
}

/** Patterns of rules, and what is searched with for each. */
const patterns = new Map<RegExp, RegExp>();

/** A rule's pattern as it is searched with: words in any case, but for constants, and any white space for a space. */
function searched(pattern: RegExp): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const isOfConstants = /\(\?:[A-Z]{3}/.test(pattern.source);
  const source = pattern.source.replaceAll(/ (?![?*])/g, "\\s+");
  const made = new RegExp(source, `gu${isOfConstants ? "" : "i"}${pattern.multiline ? "m" : ""}`);
  patterns.set(pattern, made);
  return made;
}

/** Whether an identifier has a word of each rule, exceptions or not: most identifiers stand in many files. */
const named = new Map<string, readonly boolean[]>();

/** Whether a rule's word is in an identifier. */
function names(rule: number, name: string): boolean {
  let found = named.get(name);
  if (found === undefined) {
    const text = words(name);
    found = RULES.map(({ pattern }) => text.search(searched(pattern)) >= 0);
    named.set(name, found);
  }
  return found[rule]!;
}

/** The exceptions that have covered a word. */
const used = new Set<Exception>();

/** The exceptions that have covered none, after a search. */
function unused(): string[] {
  const all = RULES.flatMap(({ allowed = [] }) => allowed);
  return all.filter((one) => !used.has(one)).map(([text, reason]) => `${reason}: ${text.source}`);
}

/** The words of a rule in a text that no exception covers, as offsets. */
function uncovered(
  rule: Rule,
  path: string,
  text: string,
): [number, string][] {
  const matches = [...text.matchAll(searched(rule.pattern))];
  if (matches.length === 0) return [];
  const covers = (rule.allowed ?? []).filter(([, , where]) => where?.test(path) ?? true)
    .flatMap((exception) =>
      [...text.matchAll(searched(exception[0]))].map(({ 0: covered, index }) => ({
        exception,
        start: index,
        end: index + covered.length,
      }))
    );
  return matches.filter((match) => {
    const [from, to] = [match.index, match.index + match[0].trimEnd().length];
    const cover = covers.find(({ start, end }) => start <= from && to <= end);
    if (cover !== undefined) used.add(cover.exception);
    return cover === undefined;
  }).map((match) => [match.index, match[0].trim().replaceAll(/\s+/g, " ")]);
}

/** What of a document is written by hand, in the same lines; of the CHANGELOG, the section that is not released yet. */
function written(path: string, source: string): string {
  const text = path === "CHANGELOG.md" ? source.split(/^## /m).slice(0, 2).join("## ") : source;
  return text.replaceAll(
    /<!-- (\w+):begin -->[^]*?<!-- \1:end -->/g,
    (made) => made.replaceAll(/[^\n]/g, " "),
  );
}

/** Everything in a file that a rule forbids. */
function wordsIn(path: string, source: string): Found[] {
  const isCode = path.endsWith(".ts");
  const parts: { [part in Part]?: string } = isCode
    ? sourceParts(source)
    : { docs: written(path, source) };
  const found: Found[] = [];
  const starts = [...source.matchAll(/^/gm)].map(({ index }) => index);
  const lineAt = (offset: number) => starts.findLastIndex((start) => start <= offset) + 1;
  const identifiers = Object.groupBy(
    (parts.names ?? "").matchAll(/[\p{L}_$#][\p{L}\d_$]*/gu),
    ([name]) => name,
  );
  for (const [k, rule] of RULES.entries()) {
    if (!(rule.where?.test(path) ?? true)) continue;
    for (const part of rule.parts ?? ["names", "texts", "comments", "docs"]) {
      if (part === "names") {
        if (!isCode) continue;
        for (const [, word] of uncovered(rule, path, words(path))) {
          found.push({ path, line: 1, word, say: rule.say });
        }
        for (const [name, matches] of Object.entries(identifiers)) {
          if (!names(k, name) || uncovered(rule, path, words(name)).length === 0) continue;
          for (const { index } of matches!) {
            found.push({ path, line: lineAt(index), word: name, say: rule.say });
          }
        }
      } else {
        for (const [offset, word] of uncovered(rule, path, parts[part] ?? "")) {
          found.push({ path, line: lineAt(offset), word, say: rule.say });
        }
      }
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

async function allFound(): Promise<Found[]> {
  return (await files()).flatMap(([path, text]) => wordsIn(path, text));
}

const text = ({ path, line, word, say }: Found) => `${path}:${line}: ${word} → ${say}`;

Deno.test(
  "names, messages, comments and documents use the field's words, and each exception is needed",
  { ignore: !granted("read") },
  async () => {
    assertEquals((await allFound()).map(text), []);
    assertEquals(unused(), []);
  },
);

Deno.test("a function's name that says little is defined once at most", {
  ignore: !granted("read"),
}, async () => {
  const defined = new Map<string, string[]>(ONCE.map((name) => [name, []]));
  for (const [path, source] of await files()) {
    if (!/^(?:lib|tasks)\//.test(path)) continue;
    for (const [, name] of source.matchAll(/^(?:export )?(?:async )?function (\w+)/gm)) {
      defined.get(name!)?.push(path);
    }
  }
  assertEquals([...defined].filter(([, paths]) => paths.length > 1), []);
});

Deno.test("a word is found in names, texts, comments and documents, and not where it is plain English", () => {
  const source = `
/** The place of an error, and a list in place of it. */
const placesOf = "a list is wanted"; // told twice
const isInPlace = \`\${figure} is as a person says\`;
`;
  const lines = wordsIn("lib/a.ts", source).map(({ line, word }) => `${line} ${word}`);
  assertEquals(lines, ["2 place", "3 wanted", "3 placesOf", "3 told", "4 figure"]);
  assertEquals(wordsIn("docs/a.md", "The gaps\n").length, 1);
  assertEquals(wordsIn("docs/a.md", "The key `gaps`\n").length, 0);
  assertEquals(wordsIn("lib/crew.ts", "").length, 1);
});

if (import.meta.main) {
  const [prefix = ""] = Deno.args;
  const found = (await allFound()).filter(({ path }) => path.startsWith(prefix));
  for (const one of found) console.log(text(one));
  for (const exception of unused()) console.log(`Not needed: ${exception}`);
}
