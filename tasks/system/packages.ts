/** What `deno task` caches before a command: with one package of a lock, Deno installs all of them. @module */

import "@std/path";
