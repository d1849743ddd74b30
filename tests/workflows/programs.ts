/** Programs in the place of npm's, for projects and the action. @module */

import { ROOT, STRICT } from "../helpers/run_task.ts";

/** In the place of the installed `inkling`: the commands of this checkout; of a table they train one network. */
const INKLING = `#!/bin/bash
command=$1
shift
if [[ $command = train ]]; then set -- --runs=runs "$@" --folds=0; fi
exec "${Deno.execPath()}" run ${
  STRICT.join(" ")
} --config "${ROOT}deno.json" -P=train "${ROOT}tasks/$command.ts" "$@"
`;

/** In the place of what a checkout makes the packages by. */
const BUILD =
  `if [[ "$*" = "--yes deno@2.9.6 task --cwd packages/lab build_npm" ]]; then exec mkdir -p dist; fi
`;

/**
 * In the place of npm and npx: nothing is fetched, and `inkling` is that of this checkout. `npm install --prefix FOLDER`
 * makes the program in the folder, and `npm run` starts the script of `package.json`.
 */
export const NPM: Readonly<Record<string, string>> = {
  npx: INKLING.replace(
    "command=$1\n",
    BUILD +
      'if [[ $1 = --no ]]; then shift; fi\ntest "$1" = inkling || exit 1\nshift\ncommand=$1\n',
  ),
  npm: `#!/bin/bash
echo "> npm $*"
programs=$(dirname "$0")
case $1 in
  install)
    while [[ $# -gt 0 && $1 != --prefix ]]; do shift; done
    if [[ ! $2 ]]; then exit; fi
    mkdir -p "$2/node_modules/.bin"
    cp "$programs/npx" "$2/node_modules/.bin/npx"
    printf '#!/bin/sh\\nexec "%s" inkling "$@"\\n' "$2/node_modules/.bin/npx" > "$2/node_modules/.bin/inkling"
    chmod +x "$2/node_modules/.bin/inkling" ;;
  run)
    script=$(sed -n "s/^ *\\"$2\\": \\"\\(.*\\)\\",\\{0,1\\}$/\\1/p" package.json)
    exec "$programs/npx" $script "\${@:4}" ;;
esac
`,
};
