/**
 * The command line of a task: a table of options gives both the parser's rules and the text of `--help`.
 *
 * An option that is unknown, given twice or without its value is a `UsageError`: a misspelt option that is ignored would train
 * the wrong network. @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { namesMeant, nameSuggestion, nearestTo } from "../../lib/checks/meant.ts";
import { CONFIG_SYNONYMS } from "../../lib/config/synonyms.ts";

/** The command line is wrong; `main` prints the message and exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A word is missing that is no option, such as a RUN. */
export class MissingOperand extends UsageError {}

export interface Option {
  /** One line for `--help`. */
  readonly description: string;
  /** The name of the value in `--help`, such as `FOLDER`; absent for a flag. */
  readonly value?: string;
  /** The value when the option is not given. */
  readonly default?: string;
  /** The only values allowed. */
  readonly choices?: readonly string[];
  /** Whether the option may be given more than once; its values are then a list. */
  readonly repeatable?: boolean;
  /** Whether it takes two words, such as `--as text zip`: its value is both, with a space between. */
  readonly isPair?: boolean;
  /** Whether `--help` only names it, and `--help all` describes it. */
  readonly isRare?: boolean;
}

export interface Command {
  /** The name after `deno task`. */
  readonly name: string;
  /** The member whose task it is, a folder of the checkout. Default: the checkout's own. */
  readonly member?: string;
  /** What the task does: a sentence or more. */
  readonly description: string;
  /** The options by name; `help` is there without being declared. */
  readonly options: { readonly [name: string]: Option };
  /** The words that are no options: their name in `--help`, and how many are allowed. None by default. */
  readonly operands?: {
    readonly value: string;
    readonly min: number;
    readonly max: number;
    /** What there is to choose from, in words that end the message on a missing one. */
    readonly known?: () => Promise<string>;
  };
  /** The keys of a config that `--set` changes, and the path before them, to suggest for an unknown option. */
  readonly settable?: { readonly keys: readonly string[]; readonly path?: string };
  /** What to write instead of an unknown option among these words, if there is a suggestion. */
  readonly instead?: (name: string, words: readonly string[]) => string | undefined;
  /** What to write instead of a word that is no option, if there is a suggestion. */
  readonly insteadOfOperand?: (word: string) => string | undefined;
}

/** The options as the table declares them: a list if repeatable, a boolean for a flag, otherwise text. */
export type OptionValues<C extends Command> = {
  [Name in keyof C["options"]]: C["options"][Name] extends { value: string }
    ? C["options"][Name] extends { repeatable: true } ? string[]
    : C["options"][Name] extends { default: string } ? string
    : string | undefined
    : boolean;
};

export interface Arguments<C extends Command> {
  /** Every declared option's value or default. */
  readonly options: OptionValues<C>;
  readonly operands: readonly string[];
}

/** Parses the words after the task's name; throws a `UsageError` that suggests what to write instead. */
export function parseArguments<const C extends Command>(
  words: readonly string[],
  command: C,
): Arguments<C> {
  const table: { readonly [name: string]: Option } = command.options;
  const names = Object.keys(table);
  // parseArgs reads `--json=no` as yes.
  for (const name of names) {
    const word = words.find((word) => word.startsWith(`--${name}=`));
    if (word !== undefined && table[name]?.value === undefined) {
      throw new UsageError(`--${name} takes no value: ${word}`);
    }
  }
  const takesValue = (name: string): boolean =>
    Object.hasOwn(table, name) && table[name]?.value !== undefined;
  const joined = joinValues(joinPairs(words, table), takesValue);
  const { _: operands, ...given } = parseArgs(joined, {
    boolean: names.filter((name) => !takesValue(name)),
    string: ["_", ...names.filter(takesValue)],
    collect: names,
    unknown(word, name): void {
      if (name === undefined) return;
      const option = word.startsWith("--") ? word.replace(/=.*/s, "") : word;
      const instead = command.instead?.(option.replace(/^--/, ""), words);
      const hint = instead === undefined
        ? optionSuggestion(option, command)
        : `, did you mean ${instead}?`;
      throw new UsageError(`Unknown option ${option}${hint} (--help lists them)`);
    },
  });
  const options: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table)) {
    options[name] = valueOf(name, option, given[name] as (string | boolean)[]);
  }
  return {
    options: options as OptionValues<C>,
    operands: checkOperands(operands as string[], command),
  };
}

/** Suggests another option or a key of the config for an unknown option. */
function optionSuggestion(option: string, { options, settable }: Command): string {
  const names = Object.keys(options).map((name) => `--${name}`);
  const { keys = [], path = "" } = settable ?? {};
  const asKeys = namesMeant(option, names, CONFIG_SYNONYMS).length > 0
    ? []
    : namesMeant(option, keys, CONFIG_SYNONYMS);
  const asOption = asKeys.length > 0 ? "" : nameSuggestion(option, names, CONFIG_SYNONYMS);
  if (asOption !== "") return asOption;
  const slip = nearestTo(option.replace(/^-+/, ""), keys);
  const meant = asKeys.length > 0 || slip === undefined ? asKeys : [slip];
  const settings = meant.map((key) => `--set ${path}${key}=…`);
  return settings.length === 0 ? "" : `, did you mean ${settings.join(" or ")}?`;
}

/** `--name first second` becomes `--name=first second` for options that take two words; `first=second` is both already. */
function joinPairs(
  words: readonly string[],
  table: { readonly [name: string]: Option },
): readonly string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "--") return [...joined, ...words.slice(i)];
    const name = word.slice(2);
    const isPair = word.startsWith("--") && Object.hasOwn(table, name) && table[name]!.isPair;
    const [first, second] = words.slice(i + 1);
    if (isPair && first !== undefined && second !== undefined && !/[= ]/.test(first)) {
      joined.push(`${word}=${first} ${second}`);
      i += 2;
    } else joined.push(word);
  }
  return joined;
}

/** `--name value` becomes `--name=value`, since parseArgs takes `-3` or `-1e-4` after a name for another option. */
function joinValues(words: readonly string[], takesValue: (name: string) => boolean): string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "--") return [...joined, ...words.slice(i)];
    const next = words[i + 1];
    const isValue = next !== undefined && (/^-[\d.]/.test(next) || !/^-./.test(next));
    if (isValue && word.startsWith("--") && takesValue(word.slice(2))) {
      joined.push(`${word}=${next}`);
      i++;
    } else joined.push(word);
  }
  return joined;
}

function valueOf(name: string, option: Option, given: (string | boolean)[]): unknown {
  if (given.length > 1 && !option.repeatable) throw new UsageError(`--${name} is given twice`);
  if (option.value === undefined) return given[0] ?? false;
  for (const value of given) {
    if (value === "") throw new UsageError(`--${name} needs a value: --${name} ${option.value}`);
    if (option.choices !== undefined && !option.choices.includes(String(value))) {
      throw new UsageError(
        `--${name} must be ${orText(option.choices)}, not "${value}"` +
          nameSuggestion(String(value), option.choices),
      );
    }
  }
  return option.repeatable ? given : given[0] ?? option.default;
}

/** `a, b or c` */
function orText(choices: readonly string[]): string {
  return choices.join(", ").replace(/, ([^,]*)$/, " or $1");
}

function checkOperands(operands: string[], command: Command): string[] {
  const { value = "", min = 0, max = 0 } = command.operands ?? {};
  const unexpected = operands[max];
  if (unexpected !== undefined) {
    const instead = command.insteadOfOperand?.(unexpected);
    throw new UsageError(
      `Unexpected argument "${unexpected}"${instead === undefined ? "" : `: expected ${instead}`}`,
    );
  }
  if (operands.length < min) throw new MissingOperand(`Missing argument: expected ${value}`);
  return operands;
}

/** Reads an option's value as a whole number; throws a `UsageError` outside `min` (0 by default) to `max`. */
export function wholeNumber(
  name: string,
  text: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {},
): number {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new UsageError(`Cannot read --${name} "${text}": expected a whole number ${range}`);
}
