/** The workflow of releases: what it publishes, and what a dry run leaves out. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import inkling from "../../deno.json" with { type: "json" };
import { packageOf, TARGETS } from "../../tasks/native/mod.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { NATIVE_HOSTS } from "../helpers/native_kernels.ts";
import { cloneIn } from "../helpers/checkout.ts";
import { canInstall } from "../helpers/packages.ts";
import { granted, namesIn, ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { calls, ECHO, type Given, ignore, readWorkflow, runSteps, type Workflow } from "./steps.ts";

const WORKFLOW: Workflow = ignore
  ? { jobs: {} }
  : await readWorkflow(".github/workflows/release.yml");
const { version } = inkling;
const MACHINES = Object.keys(TARGETS);

/** What npm gets. */
const PACKAGES = [
  "inkling-commands.tgz",
  ...MACHINES.map((machine) => `inkling-native-${machine}.tgz`).sort(),
  "inkling.tgz",
];

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
  "task --cwd packages/lab build_npm")
    mkdir -p dist/package
    echo '{ "version": "'$(jq -r .version deno.json)'" }' > dist/package/package.json
    for name in inkling inkling-commands $(cd dist/native && ls -d * | sed 's/^/inkling-native-/'); do
      tar -czf dist/$name.tgz -C dist package
    done ;;
  "task build_native"*) mkdir -p "dist/native/$4" && touch "dist/native/$4/kernels.so" ;;
esac
`,
};

interface Release {
  readonly code: number;
  readonly log: string;
  /** The files of the artifacts. */
  readonly files: readonly string[];
  /** What programs were called with, by job. */
  readonly called: readonly string[];
}

/** Runs every job in its order, with the files of the jobs before, until one fails. */
async function release(
  isDry: boolean,
  { cwd, programs = {}, variables = {} }: Given,
): Promise<Release> {
  const [log, called]: [string[], string[]] = [[], []];
  const at = (path: string) => join(cwd, path);
  const run = async (job: string, values: Record<string, string> = {}) => {
    const dry = isDry ? "true" : "";
    const ended = await runSteps(WORKFLOW, job, {
      cwd,
      programs,
      variables,
      values: {
        "inputs.dry_run || ''": dry,
        "env.DRY_RUN == ''": isDry ? "" : "true",
        "needs.version.outputs.version": version,
        "github.token": "token",
        "github.repository": "Someone/inkling",
        ...values,
      },
    });
    log.push(ended.log);
    called.push(...calls(ended).map((call) => `${job} ${call}`));
    return ended.code;
  };
  const copyAll = async (from: string, to: string) => {
    await Deno.mkdir(at(to), { recursive: true });
    for (const name of await namesIn(at(from))) {
      await Deno.copyFile(at(join(from, name)), at(join(to, name)));
    }
  };
  const jobs: (() => Promise<number>)[] = [
    ...["version", "test", "native", "packages"].map((job) => () => run(job)),
    () => run("image"),
    async () => {
      await copyAll("dist/packages", "packages");
      let code = 0;
      for (const file of PACKAGES) code ||= await run("npm", { "matrix.file": file });
      return code;
    },
    () => run("jsr"),
    async () => {
      await copyAll("dist/packages", "files");
      await copyAll("dist/native-libraries", "files");
      return await run("release");
    },
  ];
  let code = 0;
  for (const job of jobs) if (code === 0) code = await job();
  const folders = ["dist/native-libraries", "dist/packages"].map((name) => namesIn(at(name)));
  const files = (await Promise.all(folders)).flat();
  return { code, log: log.join(""), files, called };
}

/** Runs the workflow without the rest of the checkout, with programs in the place of those that build. */
async function stubbed(isDry: boolean, tag?: string): Promise<Release> {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  await Deno.writeTextFile(join(cwd, "deno.json"), JSON.stringify({ version }));
  const variables: Record<string, string> = tag === undefined
    ? {}
    : { GITHUB_REF: `refs/tags/${tag}`, GITHUB_REF_NAME: tag };
  return await release(isDry, { cwd, variables, programs: { ...ABSENT, ...BUILDS } });
}

const FILES = [
  ...MACHINES.map((machine) => `inkling-native-${machine}.tar.gz`).sort(),
  ...PACKAGES,
];

Deno.test("a tag publishes everything that a dry run builds", { ignore }, async () => {
  const { code, log, files, called } = await stubbed(false, `v${version}`);
  assertEquals(code, 0, log);
  assertEquals(files, FILES);
  assert(called.includes("test deno task ok"));
  for (const machine of MACHINES) {
    assert(called.includes(`native deno task build_native --target ${machine} --check`), machine);
  }
  const published = called.filter((call) => /^(image|npm|jsr|release)/.test(call)).sort();
  const image = `ghcr.io/someone/inkling:${version}`;
  const all = [...FILES.map((name) => `files/${name}`), "files/SHA256SUMS"].sort().join(" ");
  const tag = version.includes("-") ? "next" : "latest";
  assertEquals(published.filter((call) => !call.includes("gh api")), [
    `image docker build --file Containerfile --tag ${image} .`,
    "image docker login ghcr.io --username someone --password-stdin",
    `image docker push ${image}`,
    `image docker run --rm ${image} runs --version`,
    "jsr deno publish",
    ...PACKAGES.map((file) =>
      `npm npx --yes npm@11.21.2 publish ./packages/${file} --access public --tag ${tag} --provenance`
    ),
    `release gh release create v${version} ${all} --verify-tag --generate-notes ` +
    `--title Inkling ${version}${tag === "next" ? " --prerelease" : ""}`,
  ]);
  assertStringIncludes(log, "digest=sha256:abc");
});

Deno.test("a dry run publishes nothing", { ignore }, async () => {
  const { code, log, files, called } = await stubbed(true);
  assertEquals(code, 0, log);
  assertEquals(files, FILES);
  const wrong = called.filter((call) =>
    /\b(publish|push|login|gh) /.test(call) && !call.endsWith(" --dry-run")
  );
  assertEquals(wrong, []);
  const attests = Object.values(WORKFLOW.jobs).flatMap(({ steps }) => steps)
    .filter(({ uses }) => uses?.startsWith("actions/attest@"));
  assertEquals(attests.map((step) => step.if), Array(2).fill("env.DRY_RUN == ''"));
});

for (const tag of ["v9.9.9", undefined]) {
  const name = tag ?? "main";
  Deno.test(`${name} is not the tag of this version: nothing is built`, { ignore }, async () => {
    const { code, log, called } = await stubbed(false, tag);
    assertEquals([code, called], [1, []]);
    assertStringIncludes(
      log,
      `::error::Cannot release ${name}: expected the tag v${version}, which is the version of deno.json`,
    );
  });
}

Deno.test("no job publishes before all is tested and built", { ignore }, () => {
  const needs = Object.entries(WORKFLOW.jobs).map(([name, { needs = [] }]) =>
    `${name}: ${[needs].flat().join(", ")}`
  );
  assertEquals(needs, [
    "version: ",
    "test: version",
    "packages: version, native",
    "native: version",
    ...["image", "npm", "jsr"].map((name) => `${name}: version, test, packages, native`),
    "release: version, image, npm, jsr",
  ]);
});

Deno.test(
  "what names a version names that of deno.json",
  { ignore: !granted("read") },
  async () => {
    const names = [`jsr:@inkling/inkling@^${version}`, `inkling:${version.replace(/-.*/, "")}`];
    const found = new Set<string>();
    const files = ["docs", "tests/outsider"].map(async (folder) =>
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
  ignore: ignore || !LONG_TESTS || NATIVE_HOSTS.length === 0 || !await canInstall(),
}, async () => {
  // The tests are running; all else is as on GitHub's machines, but for the image.
  const deno = `#!/bin/sh
test "$*" = "task ok" && exit
exec "${Deno.execPath()}" "$@"
`;
  await using folder = await temporaryFolder();
  const cwd = await cloneIn(folder.path);
  // The dry run of JSR refuses a tree with changes; on GitHub the files of other jobs are on other machines.
  const elsewhere = "/files/\n/packages/*.tgz\n";
  await Deno.writeTextFile(join(cwd, ".git/info/exclude"), elsewhere);
  const { code, log, files } = await release(true, { cwd, programs: { ...ABSENT, deno } });
  assertEquals(code, 0, log);
  assertEquals(files, FILES);
  for (const machine of MACHINES) assertStringIncludes(log, `Built dist/native/${machine}/`);
  for (const name of ["inkling", "@inkling/inkling", ...MACHINES.map(packageOf)]) {
    assertStringIncludes(log, `+ ${name}@${version}`);
  }
  assertMatch(log, /Dry run complete/);
  assertMatch(log, /^[\da-f]{64} {2}inkling-commands\.tgz$/m);
});
