import { assertEquals } from "@std/assert";
import { granted } from "../helpers/run_task.ts";
import { sources } from "./sources.ts";

/** Who writes HTML or SVG: the printers of commands, the page of digits, tables and pictures, the course, and the site. */
const WRITERS = [
  "packages/course/",
  "packages/lab/bench/error_curve.ts",
  "packages/page/",
  "tasks/results/document/",
];

/** Finds markup in template strings. */
const plugin: Deno.lint.Plugin = {
  name: "documents",
  rules: {
    markup: {
      create: (context) => ({
        TemplateElement(node) {
          const [markup] = /<[a-z/].{0,20}/i.exec(node.raw) ?? [];
          if (markup !== undefined) context.report({ node, message: markup });
        },
      }),
    },
  },
};

Deno.test("only the printers of documents, charts and pages write markup", {
  ignore: !granted("read"),
}, async () => {
  const found: string[] = [];
  for (const folder of ["packages", "tasks"]) {
    for (const [file, text] of await sources(folder)) {
      const path = `${folder}/${file}`;
      if (/\/tests\//.test(path) || WRITERS.some((writer) => path.startsWith(writer))) continue;
      const problems = Deno.lint.runPlugin(plugin, path, text);
      found.push(...problems.map(({ message }) => `${path}: ${message}`));
    }
  }
  assertEquals(found, []);
  const markup = Deno.lint.runPlugin(plugin, "a.ts", "const of = (a: string) => `${a}<p>`;");
  assertEquals(markup.map(({ message }) => message), ["<p>"]);
});
