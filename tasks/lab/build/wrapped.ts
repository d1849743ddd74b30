/** Markdown in lines of the width that `deno fmt` gives them. @module */

/** The width of lines, as `deno fmt` has it. */
const LINE_WIDTH = 100;

/** Text in lines as `deno fmt` fills them: spans of code and links stay whole, lines but the first hang. */
export function wrapped(text: string, hanging = 0, indent = 0): string[] {
  const words = text.match(/(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|\S)+/g) ?? [];
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const start = " ".repeat(lines.length === 0 ? indent : hanging);
    if (line === "") line = start + word;
    else if (line.length + 1 + word.length <= LINE_WIDTH) line += ` ${word}`;
    else {
      lines.push(line);
      line = " ".repeat(hanging) + word;
    }
  }
  return [...lines, line];
}
