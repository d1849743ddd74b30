import { assertEquals } from "@std/assert";
import { escapeHtml, Html, html } from "../../lib/document/html.ts";

Deno.test("what is put into a template is escaped, unless it is HTML itself", () => {
  const name = `<b class="x">'&`;
  assertEquals(
    html`<p title="${name}">${new Html("<br>")}${[1, html`<i>${"<"}</i>`]}</p>`.text,
    '<p title="&lt;b class=&quot;x&quot;&gt;&#39;&amp;"><br>1<i>&lt;</i></p>',
  );
});

Deno.test("what is not there leaves nothing, a zero is there", () => {
  assertEquals(html`<p>${undefined}${false}${[]}${0}</p>`.text, "<p>0</p>");
});

Deno.test("characters that no file of text has are replaced", () => {
  assertEquals(escapeHtml("a\0b\x1b[2J\ud800c\n"), "a\ufffdb\ufffd[2J\ufffdc\n");
});
