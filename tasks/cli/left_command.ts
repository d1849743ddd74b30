/** `deno task NAME`, for a command of an earlier version: prints what to use instead. @module */

import { printNote } from "./print.ts";
import { leftCommand } from "../system/left_commands.ts";

printNote(`error: ${leftCommand(Deno.args[0]!)}`);
Deno.exit(2);
