/** What each task may do, as `docs/permissions.md` shows it: made of the permission sets in `deno.json`. @module */

/** A permission: all of its kind, some of it, or all but some. */
type Grant =
  | boolean
  | readonly string[]
  | { readonly allow: boolean; readonly deny: readonly string[] };

export interface PermissionSet {
  readonly [kind: string]: Grant;
}

/** The kinds, and the heads of their columns. */
const KINDS = { read: "reads", write: "writes", net: "reaches" } as const;

/** The entries of a set, each of which can be taken away: `read`, or `net` and a host. */
export function entriesOf(set: PermissionSet): string[] {
  return Object.entries(set).flatMap(([kind, grant]) =>
    Array.isArray(grant) ? grant.map((one) => `${kind} ${one}`) : [kind]
  );
}

/** The rows of a table of all sets, its head first. The hosts that `train` reaches are “the mirrors”. */
export function permissionRows(sets: { readonly [name: string]: PermissionSet }): string[][] {
  const mirrors = JSON.stringify(sets.train!.net);
  const cell = (grant: Grant | undefined): string => {
    if (grant === undefined || grant === false) return "";
    if (grant === true) return "all";
    if (JSON.stringify(grant) === mirrors) return "the mirrors";
    if (typeof grant === "object" && "deny" in grant) return "all but the code";
    return (grant as readonly string[]).map((one) => `\`${one}\``).join(", ");
  };
  const rows = Object.entries(sets).map(([name, set]) => {
    const others = Object.entries(set).filter(([kind]) => !(kind in KINDS));
    return [
      `\`${name}\``,
      ...Object.keys(KINDS).map((kind) => cell(set[kind])),
      others.map(([kind, grant]) => `${kind} ${cell(grant)}`).join("; "),
    ];
  });
  return [["set", ...Object.values(KINDS), "other"], ...rows];
}
