/** The reference: a page for each module of the package, made of what `deno doc --json` lists and of the sources. @module */

import { relative } from "@std/path";
import { fileURLToPath } from "node:url";
import { anchors } from "./markdown.ts";

interface Location {
  readonly filename: string;
  /** From 0 on. */
  readonly line: number;
}
interface Doc {
  readonly doc?: string;
  readonly tags?: readonly {
    readonly kind: string;
    readonly name?: string;
    readonly tsType?: { readonly repr: string };
    readonly doc?: string;
  }[];
}
interface Member {
  readonly name: string;
  readonly location: Location;
  readonly jsDoc?: Doc;
}
interface Declaration extends Omit<Member, "name"> {
  readonly def: {
    /** Where a symbol is declared that the module only hands on. */
    readonly target?: Location;
    readonly constructors?: readonly Member[];
    readonly properties?: readonly Member[];
    readonly methods?: readonly Member[];
  };
}

/** What we use of the output of `deno doc --json`: modules by their addresses. */
export interface Documented {
  readonly nodes: {
    readonly [module: string]: {
      readonly module_doc: Doc;
      readonly symbols: readonly {
        readonly name: string;
        readonly declarations: readonly Declaration[];
      }[];
    };
  };
}

/** Reads a declaration in a source. */
type Declared = (location: Location) => Promise<string>;

/**
 * The pages in Markdown, by their names: the list of modules, then each module.
 * @param root the folder of the sources
 * @param names what programs import, by the paths of modules from the root
 */
export async function modulePages(
  { nodes }: Documented,
  root: string,
  names: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const sources = new Map<string, Promise<string>>();
  const declared = async ({ filename, line }: Location) => {
    if (!sources.has(filename)) sources.set(filename, Deno.readTextFile(new URL(filename)));
    return declarationAt(await sources.get(filename)!, line);
  };
  const list: string[] = [];
  const pages = new Map<string, string>();
  for (const [address, { module_doc, symbols }] of Object.entries(nodes)) {
    const name = names.get(relative(root, fileURLToPath(address)))!;
    const file = `${name.split("/").at(-1)}.md`;
    const doc = module_doc.doc?.trim() ?? "";
    const parts = [`# ${name}`, doc];
    for (const { name, declarations } of symbols.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
      for (const one of declarations) parts.push(...await symbolOf(name, one, declared));
    }
    pages.set(file, linked(parts.filter((part) => part !== "").join("\n\n")));
    list.push(`- [\`${name}\`](${file}): ${doc.split(/\.\s|\n\n/)[0]!.replaceAll("\n", " ")}`);
  }
  const front = ["# Modules and functions", "What a program can import:", list.join("\n")];
  return new Map([["index.md", front.join("\n\n") + "\n"], ...pages]);
}

async function symbolOf(name: string, symbol: Declaration, declared: Declared): Promise<string[]> {
  const { target = symbol.location, constructors = [], properties = [], methods = [] } = symbol.def;
  const declaration = await declared(target);
  const parts = [`## ${name}`, fence(declaration), ...docOf(symbol.jsDoc)];
  if (declaration.startsWith("export interface")) return parts; // its members are in it
  const items = properties.map(async ({ location, jsDoc }) =>
    `- \`${(await declared(location)).split(/ = |;?\n|;$/)[0]}\`: ${jsDoc?.doc ?? ""}`
  );
  parts.push((await Promise.all(items)).join("\n"));
  for (const { name: member, location, jsDoc } of [...constructors, ...methods]) {
    parts.push(`### ${name}.${member}`, fence(await declared(location)), ...docOf(jsDoc));
  }
  return parts;
}

/** With four marks, since a comment may hold a fence itself. */
const fence = (code: string) => `\`\`\`\`ts\n${code}\n\`\`\`\``;

/** A documentation with its tags. */
function docOf({ doc = "", tags = [] }: Doc = {}): string[] {
  const rows = tags.flatMap(({ kind, name, tsType, doc = "" }) => {
    const text = doc.trim().replaceAll("\n", " ");
    if (kind === "param") return [`- \`${name}\`: ${text}`];
    if (kind === "return") return [`- Returns ${text}`];
    return kind === "throws" ? [`- Throws \`${tsType?.repr}\` ${text}`] : [];
  });
  const examples = tags.flatMap(({ kind, doc }) => kind === "example" ? [doc!.trim()] : []);
  return [doc.trim(), rows.join("\n"), ...examples];
}

/** What matters for where a declaration ends; comments and strings are skipped as a whole. */
const MARKS = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|`(?:\\[^]|[^`\\])*`|[{}()[\];]/g;

/** A declaration as the source has it from a line on, without the body of a function or a class. */
export function declarationAt(source: string, line: number): string {
  const lines = source.split("\n").slice(line);
  const indent = /^ */.exec(lines[0]!)![0];
  const text = lines.map((line) => line.slice(indent.length)).join("\n");
  const hasBody = !/^(?:export )?(?:interface|type|const)\b/.test(text);
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(MARKS)) {
    const before = text.slice(0, index).trimEnd();
    if (mark === "{" && depth === 0 && hasBody && !/(?:[:|&=<,]|=>)$/.test(before)) return before;
    if (/^[{([]$/.test(mark)) depth++;
    if (/^[})\]]$/.test(mark)) depth--;
    const isEnd = mark === ";" || mark === "}" && /^(?:export )?interface\b/.test(text);
    if (isEnd && depth === 0) return text.slice(0, index + 1);
  }
  throw new SyntaxError(`Cannot find the end of the declaration in line ${line + 1}: ${lines[0]}`);
}

/** Markdown with links from `{@linkcode NAME}` to the heading of that name, if the page has one. */
function linked(markdown: string): string {
  const nextAnchor = anchors();
  const headings = [...markdown.matchAll(/^#{1,3} (.+)$/gm)].map(([, heading]) => heading!);
  const byName = new Map(headings.map((heading) => [heading, nextAnchor(heading)]));
  return markdown.replaceAll(/\{@link(?:code)? ([^}\s]+)[^}]*\}/g, (_, name: string) => {
    const anchor = byName.get(name);
    return anchor === undefined ? `\`${name}\`` : `[\`${name}\`](#${anchor})`;
  }) + "\n";
}
