/** The workflow of releases, run here: what it publishes, and what a dry run leaves out. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import inkling from "../../deno.json" with { type: "json" };
import { TARGETS } from "../../tasks/native/mod.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { NATIVE_HOSTS } from "../helpers/native_kernels.ts";
import { hasNpm } from "../helpers/npm.ts";
import { granted, namesIn, ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { programsOf } from "./programs.ts";
import { type RunOptions, runWorkflow, type WorkflowRun } from "./run_workflow.ts";
import { ignore, tiny } from "./tiny_workflow.ts";

const WORKFLOW = ".github/workflows/release.yml";
const { version } = inkling;
const MACHINES = Object.keys(TARGETS);

/** Prints what it is called with, and does nothing. */
const ECHO = `#!/bin/sh\necho "> $(basename "$0") $*"\n`;

/** In the place of what this machine does not have, or a test does not do: install, build an image, publish. */
const ABSENT = {
  "apt-get": ECHO,
  docker: `${ECHO}test "$1" = inspect && echo ghcr.io/someone/inkling@sha256:abc; true\n`,
  gh: ECHO,
};

/** In the place of what builds: files with nothing in them but the version. */
const BUILDS = {
  npm: `#!/bin/sh
test "$1" = pack && touch packed.tgz && echo packed.tgz && exit
echo "> npm $*"
`,
  npx: ECHO,
  deno: `${ECHO}
case "$*" in
  "task build_npm")
    mkdir -p dist/package
    echo '{ "version": "'$(jq -r .version deno.json)'" }' > dist/package/package.json
    for name in inkling inkling-commands; do tar -czf dist/$name.tgz -C dist package; done ;;
  "task build_native"*) mkdir -p "dist/native/$4" && touch "dist/native/$4/kernels.json" ;;
esac
`,
};

/** A run, and the files of its artifacts. */
type Release = WorkflowRun & { readonly files: readonly string[] };

/** Runs the workflow without the rest of the checkout, with programs in the place of those that build. */
async function release(options: Partial<RunOptions>): Promise<Release> {
  await using folder = await temporaryFolder();
  await using programs = await programsOf({ ...ABSENT, ...BUILDS });
  const files = { "deno.json": JSON.stringify({ version }) };
  await using workflow = await tiny(await Deno.readTextFile(join(ROOT, WORKFLOW)), { files });
  const { path: store } = folder;
  const run = await workflow.run({ store, programs: programs.path, ...options });
  return { ...run, files: await filesIn(store) };
}

async function filesIn(store: string): Promise<string[]> {
  const artifacts = ["native-libraries", "packages"].map((name) => join(store, "artifacts", name));
  return (await Promise.all(artifacts.map(namesIn))).flat();
}

/** What the programs in the place of others were called with, by job. */
function calls({ lines }: WorkflowRun): string[] {
  return lines.flatMap((line) => /^(\S+ )\| > (.*)/.exec(line)?.slice(1).join("") ?? []);
}

const FILES = [
  ...MACHINES.map((machine) => `inkling-native-${machine}.tar.gz`).sort(),
  ...["inkling-commands.tgz", "inkling.tgz"],
];

Deno.test("a tag publishes everything that a dry run builds", { ignore }, async () => {
  const run = await release({ tag: `v${version}` });
  assertEquals(run.result, "success", run.lines.join("\n"));
  assertEquals(run.files, FILES);
  const all = calls(run);
  assert(all.includes("test deno task ok"));
  for (const machine of MACHINES) {
    assert(all.includes(`native deno task build_native --target ${machine} --check`), machine);
  }
  const published = all.filter((call) => /^(image|npm|jsr|release)/.test(call)).sort();
  const image = `ghcr.io/someone/inkling:${version}`;
  const files = [...FILES.map((name) => `files/${name}`), "files/SHA256SUMS"].sort().join(" ");
  const tag = version.includes("-") ? "next" : "latest";
  assertEquals(published.filter((call) => !call.includes("gh api")), [
    `image docker build --file Containerfile --tag ${image} .`,
    "image docker login ghcr.io --username someone --password-stdin",
    `image docker push ${image}`,
    `image docker run --rm ${image} runs --version`,
    "jsr deno publish",
    ...["inkling.tgz", "inkling-commands.tgz"].map((file, k) =>
      `npm.${k} npx --yes npm@11.21.2 publish ./packages/${file} --access public --tag ${tag} --provenance`
    ),
    `release gh release create v${version} ${files} --verify-tag --generate-notes ` +
    `--title Inkling ${version}${tag === "next" ? " --prerelease" : ""}`,
  ]);
  const log = run.lines.join("\n");
  assertStringIncludes(log, "image | attest ghcr.io/someone/inkling sha256:abc true");
  assertStringIncludes(log, "release | attest files/SHA256SUMS");
});

Deno.test("a dry run publishes nothing", { ignore }, async () => {
  const run = await release({ inputs: { dry_run: true } });
  assertEquals(run.result, "success", run.lines.join("\n"));
  assertEquals(run.files, FILES);
  const wrong = calls(run).filter((call) =>
    /\b(publish|push|login|gh) /.test(call) && !call.endsWith(" --dry-run")
  );
  assertEquals(wrong, []);
  assert(!run.lines.join("\n").includes("| attest "));
});

for (const options of [{ tag: "v9.9.9" }, { inputs: { dry_run: false } }]) {
  const name = options.tag ?? "main";
  Deno.test(`${name} is not the tag of this version: nothing is built`, { ignore }, async () => {
    const run = await release(options);
    assertEquals(run.result, "failure");
    assertEquals(run.ran, ["version"]);
    assertStringIncludes(
      run.lines.join("\n"),
      `::error::Cannot release ${name}: expected the tag v${version}, which is the version of deno.json`,
    );
  });
}

Deno.test(
  "what names a version names that of deno.json",
  { ignore: !granted("read") },
  async () => {
    const names = [`jsr:@inkling/inkling@^${version}`, `inkling:${version.replace(/-.*/, "")}`];
    const found = new Set<string>();
    const files = ["docs", "tasks/sweep/kubernetes", "tests/outsider"].map(async (folder) =>
      (await namesIn(join(ROOT, folder))).map((name) => join(folder, name))
    );
    for (const path of ["Containerfile", "README.md", ...(await Promise.all(files)).flat()]) {
      if (!path.includes(".") && path !== "Containerfile") continue; // a folder
      const text = await Deno.readTextFile(join(ROOT, path));
      for (const [name] of text.matchAll(/(?:jsr:@inkling\/inkling@\^|\binkling:)\d[\w.-]*\w/g)) {
        assert(names.includes(name), `${path}: expected ${names.join(" or ")}, got ${name}`);
        found.add(name);
      }
    }
    assertEquals(found, new Set(names));
  },
);

Deno.test("a dry run builds the packages and the libraries that the source lists", {
  ignore: ignore || !LONG_TESTS || NATIVE_HOSTS.length === 0 || !await hasNpm(),
}, async () => {
  // The tests are running; all else is as on GitHub's machines, but for the image.
  const deno = `#!/bin/sh
test "$*" = "task ok" && exit
exec "${Deno.execPath()}" "$@"
`;
  await using folder = await temporaryFolder();
  await using programs = await programsOf({ ...ABSENT, deno });
  const given = { store: folder.path, programs: programs.path, inputs: { dry_run: true } };
  const run = await runWorkflow(WORKFLOW, given);
  const log = run.lines.join("\n");
  assertEquals(run.result, "success", log);
  assertEquals(await filesIn(folder.path), FILES);
  for (const machine of MACHINES) assertStringIncludes(log, `Built dist/native/${machine}/`);
  for (const name of ["inkling", "@inkling/inkling"]) {
    assertStringIncludes(log, `| + ${name}@${version}`);
  }
  assertMatch(log, /^jsr \| .*Dry run complete/m);
  assertMatch(log, /^release \| [\da-f]{64} {2}inkling-commands\.tgz$/m);
});
