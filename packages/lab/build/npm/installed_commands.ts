/** The commands that the npm package has, and the settings of Deno for them. @module */

import settings from "../../../../deno.json" with { type: "json" };
import type { InstalledCommand } from "../../../inkling/commands.ts";
import {
  type PermissionSet,
  type Settings,
  taskPermissions,
} from "../../../course/site/permissions.ts";

/** The commands for users: tasks whose script is in `tasks/` itself. */
export function installedCommands(): InstalledCommand[] {
  const sets = taskPermissions(settings as Settings);
  return Object.entries(settings.tasks).flatMap(([name, { description, command }]) => {
    const [, script, words] = /\bdeno run (?:-\S+ )*(tasks\/\w+\.ts)((?: \S+)*)$/.exec(command) ??
      [];
    if (script === undefined) return [];
    return [{
      name,
      description,
      script: script.replace(/\.ts$/, ".js"),
      words: words!.split(" ").filter((word) => word !== ""),
      isConfined: isConfined(sets.get(name)!),
    }];
  });
}

/** The settings: the permissions of each command, and of the processes by which sweeps train. */
export function denoSettings(commands: readonly InstalledCommand[]): object {
  const sets = taskPermissions(settings as Settings);
  const names = commands.map(({ name }) => [name, sets.get(name)!] as const);
  const permissions = [...names, ["write", settings.permissions.write as PermissionSet] as const]
    .map(([name, set]) => [
      name,
      // The paths of the user, which depend on the folder where a command starts, are denied by a flag.
      isConfined(set) ? { ...set, write: { allow: true, deny: ["."] } } : set,
    ]);
  const unstable = ["worker-options"]; // a thread that reads a database has no permissions
  return { nodeModulesDir: "none", unstable, permissions: Object.fromEntries(permissions) };
}

function isConfined({ write }: PermissionSet): boolean {
  return typeof write === "object" && "deny" in write;
}
