/** The origin of a run: its config, its data, hashes and versions. @module */

import { quote } from "../../lib/checks/mod.ts";
import { problems } from "../../lib/problem/mod.ts";
import { count, counted, moment } from "../cli/format.ts";
import {
  breakable,
  code,
  details,
  type Inline,
  pairs,
  type Section,
  table,
  unbroken,
  whole,
} from "../document/blocks.ts";
import { defaultsOf, flatten } from "./config_table.ts";
import type { ReportedRun } from "./problem/runs.ts";
import { retrainText } from "./texts.ts";
import { PROGRAM } from "../system/installation.ts";

/** The keys of the config with their defaults; the whole config is folded away below those that differ. */
export function configSection({ config, problem }: ReportedRun): Section {
  const usual = defaultsOf(config, problems[problem].kind);
  const rows = [...flatten(config)];
  const changed = rows.filter(([key, value]) => usual.has(key) && usual.get(key) !== value);
  const others = rows.filter(([key]) => !usual.has(key));
  const shown = (label: string, some: typeof rows) =>
    table({
      layout: "left pairs",
      label,
      head: ["key", "value", "default"],
      rows: some.map(([key, value]) => [breakable(key), code(value), code(usual.get(key) ?? "–")]),
    });
  const first = [...others, ...changed];
  return {
    id: "config",
    title: "Config",
    hint: first.length === 0
      ? `All ${rows.length} keys have their defaults.`
      : `The keys that differ from their defaults, ${first.length} of ${rows.length}, with the default beside them.`,
    content: [
      first.length > 0 && shown("Config, where it differs from the defaults", first),
      details("The whole config", shown("The whole config", rows)),
    ],
  };
}

export function originSection(run: ReportedRun): Section {
  const { summary, path, written, noun, sizes, notes } = run;
  const { text, command } = retrainText(run);
  const hashOf = (what: string) => [`${what}, `, whole("SHA-256")];
  const rows: [Inline, string | number][] = [
    [hashOf("weights"), summary.weightsSha256],
    ...Object.entries(summary.data).map(([name, hash]): [Inline, string] => [hashOf(name), hash]),
    [`${noun}s`, Object.entries(sizes).map(([name, size]) => `${count(size)} ${name}`).join(", ")],
    ...notes.map((note): [Inline, string] => ["noted of the data", unbroken(note)]),
    ["seed", summary.seed],
    ["engine", `${summary.engine}, ${counted(summary.workers, "worker")}`],
    ...Object.entries(summary.versions),
    ["folder", path],
    ["written", moment(written)],
  ];
  return {
    id: "provenance",
    title: "Provenance",
    hint: [
      text,
      command !== undefined && [" ", code(command), "."],
      " The weights’ hash and the metrics above were computed anew for this page; ",
      code(`${PROGRAM} verify ${quote(path)}`),
      " checks every claim.",
    ],
    content: pairs("Hashes and versions", rows),
  };
}
