/**
 * Whole sentences, each pinned once in the text beside its test: for `messages_test.ts` in `messages.txt`. After a change
 * that is meant, `deno task test tests/ROOM -- --update` rewrites that file, for the review of what differs. A list of all
 * activations, of all keys of a config and the like is one word there, such as ACTIVATIONS (`lists.ts`). @module
 */

import { withoutLists } from "./lists.ts";
import { temporaryFolder } from "./run_task.ts";

/** Calls that throw, or that answer with text; each is known by its source, or by the name before it. */
export type Calls = readonly ((() => unknown) | readonly [what: string, call: () => unknown])[];

/** A call for each of several values, which is named by the words and the value. */
export function each<T>(what: string, values: readonly T[], call: (value: T) => unknown): Calls {
  return values.map((value) => {
    const shown = Deno.inspect(value, { breakLength: Infinity, depth: 9 });
    return [named(`${what} ${shown.replaceAll(/\s+/g, " ")}`.trim()), () => call(value)] as const;
  });
}

/** Calls, or what makes them in a temporary folder, whose path is FOLDER in their names and messages. */
type Given = Calls | ((folder: string) => Promise<Calls>);

const UPDATES = Deno.args.includes("--update");

/** The longest beginning of a call's source that names it. */
const LONGEST_NAME = 100;

/**
 * Makes what defines a test of messages: each call throws, rejects or answers with the sentence of the file.
 * @param url of the module of the tests
 * @param texts the text of its name beside it, imported, which takes no permission
 */
export function pinnedIn(url: string, texts: string) {
  const sections = new Map(
    texts.split(/^# /m).slice(1).map((section) => {
      const end = section.indexOf("\n");
      return [section.slice(0, end), section.slice(end).trim()];
    }),
  );
  const [path, room, file] = /((?:packages\/\w+\/)?tests(?:\/.*)?)\/(.*)(?=_test\.ts$)/.exec(url)!;
  const names: string[] = [];
  return (name: string, given: Given, { ignore = false } = {}): void => {
    names.push(name);
    Deno.test(`the messages of ${name} are those of ${file}.txt`, { ignore }, async () => {
      const now = typeof given === "function" ? await blocksInFolder(given) : await blocksOf(given);
      if (UPDATES) {
        sections.set(name, now.join("\n"));
        const all = names.map((name) => `# ${name}\n\n${sections.get(name) ?? ""}\n`);
        return Deno.writeTextFile(new URL(url.replace(/_test\.ts$/, ".txt")), all.join("\n"));
      }
      const update =
        `\nIf the new ones are meant: deno task test ${room}/${file}_test.ts -- --update`;
      const difference = differenceOf((sections.get(name) ?? "").split(/\n(?=\S)/), now);
      if (difference !== "") throw new Error(`${path}.txt differs:${difference}${update}`);
      const others = [...sections.keys()].filter((name) => !names.includes(name));
      if (others.length > 0) throw new Error(`Nothing has the messages of ${others}${update}`);
    });
  };
}

/** What calls in a temporary folder lead to. */
async function blocksInFolder(given: (folder: string) => Promise<Calls>): Promise<string[]> {
  await using folder = await temporaryFolder();
  const blocks = await blocksOf(await given(folder.path));
  return blocks.map((block) => block.replaceAll(folder.path, "FOLDER"));
}

/** What calls lead to: the name of each and the class of its error, and below, indented, the message. */
async function blocksOf(calls: Calls): Promise<string[]> {
  const seen = new Map<string, number>();
  const blocks: string[] = [];
  for (const entry of calls) {
    const [name, call] = typeof entry === "function" ? [sourceOf(entry), entry] : entry;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    const [kind, outcome] = await outcomeOf(call);
    const text = withoutLists(outcome);
    const what = visible(times > 1 ? `${name} (${times})` : name);
    blocks.push(`${what}: ${kind}\n  ${visible(text).replaceAll("\n", "\n  ")}`);
  }
  return blocks;
}

async function outcomeOf(call: () => unknown): Promise<[kind: string, text: string]> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    if (error instanceof Error) return [error.constructor.name, error.message];
    throw error;
  }
  if (typeof answer === "string") return ["text", answer];
  throw new Error(`Neither an error nor a text comes of ${sourceOf(call)}`);
}

/** The source of a call on one line, without what all calls begin with. */
// deno-lint-ignore no-explicit-any -- of any parameter
export function sourceOf(call: (given: any) => unknown): string {
  const source = String(call).replace(/^(async )?\(\w*\)\s*=>\s*/, "").replaceAll(/\s+/g, " ")
    .replaceAll(/([[(]) | (?=[\])])/g, "$1").replaceAll(/ ?=> ?/g, " => ");
  return named(source);
}

/** The beginning of what a call is known by. */
function named(name: string): string {
  return visible(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name);
}

/** The text with a name for each character that would not be seen. */
function visible(text: string): string {
  return text.replaceAll(
    /[^\n\P{C}]|\p{Zl}|\p{Zp}/gu,
    (character) => `<U+${character.codePointAt(0)!.toString(16).padStart(4, "0")}>`,
  );
}

/** The blocks that differ, as they were and as they are. */
function differenceOf(pinned: readonly string[], now: readonly string[]): string {
  if (pinned.join("\n") === now.join("\n")) return "";
  const gone = pinned.filter((block) => !now.includes(block)).map((block) => `\n- ${block}`);
  const come = now.filter((block) => !pinned.includes(block)).map((block) => `\n+ ${block}`);
  return [...gone, ...come].join("") || "\nthe order of its messages";
}
