/** What shells complete: commands, their options, the choices of an option, and files; made of the tables of options. @module */

import type { Option } from "../../tasks/cli/arguments.ts";
import { COMPLETION, type InstalledCommand } from "./commands.ts";

/** The shells that there are scripts for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = typeof SHELLS[number];

/** The script that the shell reads at its start. */
export function completionScript(shell: Shell, commands: readonly InstalledCommand[]): string {
  const completed = commands.map(({ name, description, parts, options }) => ({
    ...{ name, description, parts },
    options: Object.entries<Option>({ ...options, ...HELP, ...VERSION }),
  }));
  const completion = { ...COMPLETION, parts: SHELLS, options: Object.entries<Option>(HELP) };
  return WRITERS[shell]([...completed, completion]);
}

const HELP = { help: { description: "Show the help" } };
const VERSION = { version: { description: "Show the versions, and which kernels run" } };

interface Completed {
  readonly name: string;
  readonly description: string;
  readonly parts: readonly string[];
  readonly options: readonly (readonly [name: string, option: Option])[];
}

const WRITERS: { readonly [shell in Shell]: (commands: readonly Completed[]) => string } = {
  bash: (commands) =>
    [
      "# In ~/.bashrc: source <(inkling completion bash)",
      "_inkling() {",
      '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"',
      '  [ "$previous" = "=" ] && previous="${COMP_WORDS[COMP_CWORD-2]}"', // of --option=choice
      '  if [ "$COMP_CWORD" -eq 1 ]; then',
      `    COMPREPLY=($(compgen -W "${namesOf(commands).join(" ")}" -- "$current"))`,
      "    return",
      "  fi",
      '  case "${COMP_WORDS[1]} $previous" in',
      ...commands.flatMap(({ name, options }) =>
        options.flatMap(([option, { choices = [] }]) =>
          choices.length === 0 ? [] : [
            `    "${name} --${option}") COMPREPLY=($(compgen -W "${
              choices.join(" ")
            }" -- "$current")); return ;;`,
          ]
        )
      ),
      ...commands.flatMap(({ name, parts }) =>
        parts.length === 0 ? [] : [
          `    "${name} ${name}") COMPREPLY=($(compgen -W "${parts.join(" ")}" -- "$current")) ;;`,
        ]
      ),
      "  esac",
      '  case "${COMP_WORDS[1]} $current" in',
      ...commands.map(({ name, options }) =>
        `    "${name} -"*) COMPREPLY=($(compgen -W "${
          options.map(([option]) => `--${option}`).join(" ")
        }" -- "$current")) ;;`
      ),
      "  esac",
      "}",
      "complete -o default -F _inkling inkling", // files, where nothing else fits
    ].join("\n"),

  zsh: (commands) =>
    [
      "#compdef inkling",
      "# In ~/.zshrc, after compinit: source <(inkling completion zsh)",
      "_inkling() {",
      "  local -a commands=(",
      ...commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`),
      "  )",
      "  if (( CURRENT == 2 )); then",
      "    _describe command commands",
      "    return",
      "  fi",
      "  shift words",
      "  (( CURRENT-- ))",
      "  case $words[1] in",
      ...commands.flatMap(({ name, parts, options }) => [
        `    ${name}) _arguments -S \\`,
        ...options.map(([option, table]) => `      ${quoted(zshOption(option, table))} \\`),
        ...parts.length === 0 ? [] : [`      ${quoted(`1::part:(${parts.join(" ")})`)} \\`],
        "      '*:file:_files' ;;",
      ]),
      "  esac",
      "}",
      "compdef _inkling inkling",
    ].join("\n"),

  fish: (commands) =>
    [
      "# In ~/.config/fish/config.fish: inkling completion fish | source",
      ...commands.flatMap(({ name, description, parts, options }) => {
        const here = `complete -c inkling -n '__fish_seen_subcommand_from ${name}'`;
        return [
          `complete -c inkling -f -n __fish_use_subcommand -a ${name} -d ${
            fishQuoted(description)
          }`,
          ...parts.length === 0 ? [] : [`${here} -a ${fishQuoted(parts.join(" "))}`],
          ...options.map(([option, { description, value, choices }]) => {
            const takes = choices !== undefined
              ? ` -x -a ${fishQuoted(choices.join(" "))}`
              : value === undefined
              ? ""
              : " -r";
            return `${here} -l ${option} -d ${fishQuoted(description)}${takes}`;
          }),
        ];
      }),
    ].join("\n"),
};

function namesOf(commands: readonly Completed[]): string[] {
  return commands.map(({ name }) => name);
}

/** An option as zsh's `_arguments` takes it. */
function zshOption(name: string, { description, value, choices, repeatable }: Option): string {
  const text = `[${description.replaceAll(/[[\]\\]/g, "\\$&")}]`;
  const values = choices === undefined ? "_files" : `(${choices.join(" ")})`;
  const argument = value === undefined ? "" : `:${value.replaceAll(":", "\\:")}:${values}`;
  return `${repeatable ? "*" : ""}--${name}${value === undefined ? "" : "="}${text}${argument}`;
}

/** A word of bash or zsh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A word of fish. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}
