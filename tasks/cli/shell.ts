/** Commands that messages suggest; the code is in `lib/`, whose messages suggest some too. @module */

export { quote } from "../../lib/checks/shell.ts";
