import { assertEquals } from "@std/assert";
import { printed, results, testTiny } from "./tiny_workflow.ts";

const upload = (name: string, path: string, rest = "") => `
      - uses: actions/upload-artifact@v7
        with:
          name: ${name}
          path: ${path}${rest && `\n          ${rest}`}`;

const make = `
    steps:
      - run: |
          mkdir -p data/a/b data/.hidden
          for path in data/one.txt data/a/two.txt data/a/b/three.csv data/.hidden/four.txt; do
            echo "$path" > "$path"
          done`;

const list = (folder: string) => `
      - run: cd ${folder} && find . -type f | sort | sed 's/^/> /'`;

testTiny(
  "an artifact holds what is below a folder, and hidden files only if the step asks for them",
  `
  make:${make}${upload("folder", "data")}${upload("all", "data", "include-hidden-files: true")}
  list:
    needs: make
    steps:
      - uses: actions/download-artifact@v8
        with:
          path: all${list("all")}`,
  async (workflow) => {
    const names = ["a/b/three.csv", "a/two.txt", "one.txt"];
    assertEquals(printed(await workflow.run()), [
      ...[".hidden/four.txt", ...names].map((name) => `./all/${name}`),
      ...names.map((name) => `./folder/${name}`),
    ]);
  },
);

testTiny(
  "artifacts come by name, by pattern, and into one folder",
  `
  make:${make}${upload("part-1", "data/a/b")}${upload("part-2", "data/a")}${upload("other", "data")}
  list:
    needs: make
    steps:
      - uses: actions/download-artifact@v8
        with:
          pattern: part-*
          path: parts
          merge-multiple: true${list("parts")}
      - uses: actions/download-artifact@v8
        with:
          pattern: part-*
          path: apart${list("apart")}
      - uses: actions/download-artifact@v8
        with:
          pattern: "*-1"
          path: lone${list("lone")}
      - uses: actions/download-artifact@v8
        with:
          name: part-2
          path: single${list("single")}
      - uses: actions/download-artifact@v8
        with:
          pattern: nothing-*
      - uses: actions/download-artifact@v8
        with:
          name: nothing`,
  async (workflow) => {
    const run = await workflow.run();
    assertEquals(printed(run), [
      ...["./b/three.csv", "./three.csv", "./two.txt"],
      ...["./part-1/three.csv", "./part-2/b/three.csv", "./part-2/two.txt"],
      "./three.csv", // the only one goes into the folder itself
      ...["./b/three.csv", "./two.txt"],
    ]);
    assertEquals(results(run), { make: "success", list: "failure" });
    assertEquals(run.lines.at(-3), "list | Error: Artifact not found for name: nothing");
  },
);

testTiny(
  "a name is used once, and an artifact without files is an error if the step asks for it",
  `
  twice:${make}${upload("same", "data")}${upload("same", "data")}
  empty:${make}${upload("empty", "nothing")}${
    upload("strict", "nothing", "if-no-files-found: error")
  }
  wrong:${make}${upload("1/4", "data")}`,
  async (workflow) => {
    const run = await workflow.run();
    assertEquals(results(run), { twice: "failure", empty: "failure", wrong: "failure" });
    assertEquals(
      run.lines.flatMap((line) => line.match(/\| (Error|No files).*/)?.[0] ?? []).sort(),
      [
        "| Error: An artifact with this name already exists on the workflow run: same",
        "| Error: No files were found with the provided path: nothing",
        "| Error: The artifact name is not valid: 1/4",
        "| No files were found with the provided path: nothing",
      ],
    );
  },
);

testTiny(
  "a cache comes back by its key, and is saved after a job that went well",
  `
  one:
    steps:
      - uses: actions/checkout@v4
      - id: cache
        uses: actions/cache@v4
        with:
          path: data
          key: data-\${{ hashFiles('version') }}
      - run: |
          echo "> hit: \${{ steps.cache.outputs.cache-hit }}, $(cat data/file || true)"
          mkdir -p data
          echo "from attempt \${{ github.run_attempt }}" > data/file
      - run: exit \${{ github.run_attempt == 1 && 1 || 0 }}`,
  async (workflow) => {
    const first = await workflow.run();
    const second = await workflow.run({ previous: first });
    assertEquals(printed(first), ["hit: , "]);
    assertEquals(printed(second), ["hit: , "]);
    assertEquals(printed(await workflow.run()), ["hit: true, from attempt 2"]);
  },
  { files: { version: "1" } },
);
