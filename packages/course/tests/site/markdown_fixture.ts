/** Prints a text of Markdown as HTML, with what its links lead to in capitals, and the links: a process with the lock of `site`. */

import { installMarkdown } from "../../site/markdown.ts";

const render = await installMarkdown();
const links: string[] = [];
const { text } = render(Deno.args[0]!, (link) => {
  links.push(link);
  return link.toUpperCase();
});
console.log(JSON.stringify({ html: text, links }));
