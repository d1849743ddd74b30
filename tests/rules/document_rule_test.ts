import { assertEquals } from "@std/assert";
import { dirname } from "@std/path";
import { granted } from "../helpers/run_task.ts";
import { sources } from "./sources.ts";

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

const markupIn = (path: string, text: string) =>
  Deno.lint.runPlugin(plugin, path, text).map(({ message }) => message);

Deno.test("of tasks, only the printers of documents write markup", {
  ignore: !granted("read"),
}, async () => {
  const writing = [...await sources("tasks")].filter((file) => markupIn(...file).length > 0);
  const rooms = new Set(writing.map(([path]) => dirname(path)));
  assertEquals([...rooms], ["results/document"]);
  assertEquals(markupIn("a.ts", "const of = (a: string) => `${a}<p>`;"), ["<p>"]);
});
