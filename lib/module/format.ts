/** A module's text: what it is of, the runtime, and the model. @module */

import type { DescribedModule } from "./describe.ts";

/** What the first lines of a module hold. */
export interface ModuleHead {
  /** The SHA-256 of the weights that it was made of, in hexadecimal. */
  readonly weightsSha256: string;
  /** The version of Inkling that made it. */
  readonly version: string;
  /** The name of the run. */
  readonly name: string;
  /** The file with its types, from the module. */
  readonly types: string;
  /** More sentences. */
  readonly notes: readonly string[];
}

/** What a runtime ends with when it is bundled. */
const BUNDLED_EXPORT = /export\s*\{\s*([\w$]+) as predictor\s*\};?\s*$/;

/**
 * The text of a module.
 * @param code the bundled runtime of the model's entry
 * @throws {SyntaxError} if the code is something else
 */
export function formatModule(
  { entry, model }: DescribedModule,
  code: string,
  { weightsSha256, version, name, types, notes }: ModuleHead,
): string {
  const [end, predictor] = BUNDLED_EXPORT.exec(code) ?? [];
  if (end === undefined) throw new SyntaxError("Cannot write a module: its runtime has no end");
  const explains = entry.startsWith("explained");
  const exported = explains ? "predict, explain" : "predict";
  const declared = explains ? `{ ${exported} }` : exported;
  const lines = notes.map((note) => `// ${inComment(note)}\n`);
  return `// ${weightsSha256} is the SHA-256 of the weights; Inkling ${inComment(version)}; ` +
    `run ${inComment(name)}\n` +
    `/* @ts-self-types="./${types}" */\n${lines.join("")}` +
    `${code.slice(0, -end.length)}\n` +
    `const ${declared} = ${predictor}(${inScript(model)});\nexport { ${exported} };\n`;
}

/** The parts of a module. */
export interface ParsedModule extends Pick<ModuleHead, "weightsSha256" | "version" | "notes"> {
  /** The runtime. */
  readonly code: string;
  /** The model, as JSON. */
  readonly model: string;
  /** Whether its weights are float16. */
  readonly isHalf: boolean;
  /** Whether it explains its answers. */
  readonly explains: boolean;
}

const PARTS = new RegExp(
  "^// ([\\da-f]{64}) is the SHA-256 of the weights; Inkling (\\S+); run [^\\n]*\\n" +
    "/\\* @ts-self-types[^\\n]*\\n((?:// [^\\n]*\\n)*)" +
    "([^]*)\\nconst (?:predict|\\{ predict, explain \\}) = [\\w$]+\\(([^\\n]*)\\);\\n" +
    "export \\{ predict(, explain)? \\};\\n$",
);

/**
 * Takes a module apart.
 * @returns `undefined` if the text is none that {@linkcode formatModule} wrote
 */
export function parseModule(text: string): ParsedModule | undefined {
  const [, weightsSha256, version, notes, code, model, explain] = PARTS.exec(text) ?? [];
  if (model === undefined) return undefined;
  return {
    weightsSha256: weightsSha256!,
    version: version!,
    code: code!,
    model,
    notes: notes!.split("\n").slice(0, -1).map((line) => line.slice("// ".length)),
    isHalf: model.includes('"isHalf":true'),
    explains: explain !== undefined,
  };
}

/** A text of one line. */
function inComment(text: string): string {
  // deno-lint-ignore no-control-regex -- they would end the comment, or hide text
  return text.replaceAll(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, " ").replaceAll("*/", "* /");
}

/** JSON that a script of a page may hold. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll("</", "<\\/");
}
