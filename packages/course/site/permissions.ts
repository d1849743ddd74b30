/** What each task may do, as the site shows it: made of its permission set and flags in `deno.json`. @module */

/** A permission: all of its kind, some of it, or all but some. */
type Grant =
  | boolean
  | readonly string[]
  | { readonly allow: boolean; readonly deny: readonly string[] };

export interface PermissionSet {
  readonly [kind: string]: Grant;
}

/** What we use of `deno.json`. */
export interface Settings {
  readonly tasks: { readonly [name: string]: { readonly command: string } };
  readonly permissions: { readonly [name: string]: PermissionSet };
}

/** What a task does by a kind of permission; of others their names are printed. */
const VERBS: { readonly [kind: string]: string } = {
  read: "reads",
  write: "writes",
  net: "reaches",
};

/** The entries of a set, each of which can be taken away: `read`, or `net` and a host. */
export function entriesOf(set: PermissionSet): string[] {
  return Object.entries(set).flatMap(([kind, grant]) =>
    Array.isArray(grant) ? grant.map((one) => `${kind} ${one}`) : [kind]
  );
}

/**
 * What each task may do that runs code of ours: the set that its command names with `-P`, and what its flags `--allow-…` add.
 * A task that only starts another, needs nothing, or is a part of Deno without code of ours, is not in it.
 */
export function taskPermissions({ tasks, permissions }: Settings): Map<string, PermissionSet> {
  const found = new Map<string, PermissionSet>();
  for (const [name, { command }] of Object.entries(tasks)) {
    const words = /\bdeno (?:run|test) [^&]*/.exec(command)?.[0];
    const set = permissionsOf(words?.split(" ") ?? [], permissions);
    if (Object.keys(set).length > 0) found.set(name, set);
  }
  return found;
}

/** What the flags of `deno run` allow. */
function permissionsOf(flags: readonly string[], sets: Settings["permissions"]): PermissionSet {
  const all: { [kind: string]: Grant } = {};
  for (const flag of flags) {
    const set = /^-P=(.*)/.exec(flag)?.[1];
    if (set !== undefined) Object.assign(all, sets[set]!);
    delete all.import; // the same in all sets, and of nobody: no module is there
    const [, kind, list] = /^--allow-(\w+)(?:=(.*))?$/.exec(flag) ?? [];
    if (kind === undefined) continue;
    if (kind in all) throw new Error(`Expected one grant of ${kind}, got two: ${flags.join(" ")}`);
    all[kind] = list?.split(",") ?? true;
  }
  return all;
}

/** A line of a list for each task, those that may do the same in one. */
export function permissionLines(settings: Settings): string[] {
  const mirrors = JSON.stringify(settings.permissions.train!.net);
  const what = (grant: Grant): string => {
    if (typeof grant === "boolean") return "all";
    if (JSON.stringify(grant) === mirrors) return "the mirrors";
    if ("deny" in grant) return "all but the code";
    return grant.map((one) => `\`${one}\``).join(", ");
  };
  const tasks = new Map<string, string[]>();
  for (const [name, set] of taskPermissions(settings)) {
    const may = Object.entries(set).map(([kind, grant]) => `${VERBS[kind] ?? kind} ${what(grant)}`)
      .join("; ");
    tasks.set(may, [...tasks.get(may) ?? [], `\`${name}\``]);
  }
  return [...tasks].map(([may, names]) => `- ${names.join(", ")}: ${may}`);
}
