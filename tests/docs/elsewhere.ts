/** The command lines of the documents that do not run here: what runs or checks them instead, and why. @module */

/** Lines that do not run here. */
export interface Elsewhere {
  /** The lines, whole or from their beginning. */
  readonly lines: RegExp;
  /** Why they do not run here. */
  readonly reason: string;
  /** The test or the workflow that runs or checks them, by its path, and a text that it has. */
  readonly by?: readonly [path: string, text: string];
}

export const ELSEWHERE: readonly Elsewhere[] = [
  {
    lines:
      /^(?:INKLING_SLOW_TESTS=1 )?(?:npx --yes deno@2\.9\.6|deno) (?:task )?(?:test|test_all|ok|fmt|lint|check)\b/,
    reason: "is the suite that this test is part of, or a part of it",
    by: [".ci/run", "$deno task test_all"],
  },
  {
    lines:
      /^(?:bash \.ci\/run$|deno task --cwd packages\/\w+ test$|deno run -R=\. tests\/rules\/rooms\.ts$)/,
    reason: "is the suite that this test is part of, or a part of it",
    by: [".ci/run", "$deno task ok"],
  },
  { lines: /^(?:gh|git) /, reason: "changes a repository, or needs GitHub" },
  {
    lines: /^npm (?:install PATH\/dist|audit|pkg set)/,
    reason: "installs the packages from an empty folder",
    by: ["tests/install_test.ts", "library, commands]"],
  },
  {
    lines: /^npx --yes \.\/inkling-commands\.tgz$/,
    reason: "needs npm's registry, for the program of Deno",
    by: ["tests/install_test.ts", "library, commands]"],
  },
  {
    lines: /^podman .* --target serve |^podman run /,
    reason: "needs a container engine",
    by: ["tests/ship_test.ts", "podman build"],
  },
  {
    lines: /^bash tasks\/sweep\/slurm\.sh /,
    reason: "needs Slurm",
    by: ["tests/slurm/slurm_test.ts", "slurm.sh"],
  },
  {
    lines: /^(?:jupyter |deno jupyter --install$)/,
    reason: "needs Jupyter, and changes what it has in the reader's home",
    by: ["packages/course/tests/site/notebook_test.ts", "ipynb"],
  },
  { lines: /^python3 -m http\.server /, reason: "is Python's own server of a folder" },
  { lines: /^tensorboard /, reason: "needs TensorBoard" },
  {
    lines: /^python3 tests\/golden\//,
    reason: "needs NumPy, and takes minutes",
    by: ["tests/trajectories_test.ts", "trajectories.json"],
  },
  {
    lines: /^(?:python3|deno run -A) packages\/lab\/bench\/tables\/later_weeks\./,
    reason: "needs XGBoost, and takes minutes",
  },
  {
    lines: /^deno task fetch --from mnist\.pkl\.gz$/,
    reason: "needs the tutorial's file, whose 70,000 images take 220 MB unpacked",
    by: ["tests/tasks/data/pickle_source_test.ts", "pkl"],
  },
  {
    lines: /^deno task (?:--cwd packages\/lab bench|build_native)\b|^deno run .* --engine native$/,
    reason: "compiles native kernels, or measures for minutes",
    by: ["tests/tasks/native/native_test.ts", "--engine"],
  },
  {
    lines: /^deno task --cwd packages\/lab reproduce\b/,
    reason: "trains for hours",
    by: ["packages/lab/tests/reproduce_test.ts", "reproduce"],
  },
  {
    lines: /^deno run .*packages\/lab\/bench\/tables\//,
    reason: "is a study of hours, or compares with other libraries",
    by: ["packages/lab/tests/bench/tables/averages_test.ts", "bench/tables"],
  },
  {
    lines: /^Rscript /,
    reason: "needs R",
    by: ["packages/lab/tests/bench/tables/compare_test.ts", "compare"],
  },
  {
    lines: /^deno task sweep tasks\/sweeps\/(?:halving|grid)-200\.json$/,
    reason: "is an experiment of an hour; the shards of docs/sweeps.md run here",
  },
  {
    lines: /^deno task --cwd packages\/lab (?:fuzz|coverage)\b/,
    reason: "takes from minutes to hours",
    by: [".github/workflows/nightly.yml", "packages/lab fuzz"],
  },
  {
    lines: /^deno task --cwd packages\/lab build_kernels$/,
    reason: "needs a compiler, and npm's registry",
    by: ["packages/lab/tests/build/kernels_test.ts", "kernels"],
  },
  {
    lines: /^deno task --cwd packages\/lab compare_kernels before\.wasm$/,
    reason: "measures, beside an earlier module",
    by: ["packages/lab/tests/compare_kernels_test.ts", "compare_kernels"],
  },
  {
    lines: /^deno task --cwd packages\/lab build_npm$/,
    reason: "makes what the tests of installation make",
    by: ["tests/helpers/packages.ts", "build_npm"],
  },
  {
    lines: /^deno task site\b/,
    reason: "writes the whole site",
    by: ["packages/course/tests/site_test.ts", "site"],
  },
  {
    lines: /^deno run -P=test tests\/engine\/everywhere\.ts\b/,
    reason: "starts six runtimes and browsers",
    by: ["tests/engine/everywhere_test.ts", "on all platforms"],
  },
  {
    lines: /^deno run (?:-P=test tests\/faults\/kill|-A tests\/endurance\/serve)\.ts /,
    reason: "takes from minutes to an hour",
    by: ["docs/promises.md", "The evidence"],
  },
  {
    lines: /^(?:npm install --force --no-save --prefix \/tmp\/arm|qemu-aarch64-static) /,
    reason: "emulates another processor",
    by: ["tests/engine/arm_test.ts", "helpers/arm.ts"],
  },
];
