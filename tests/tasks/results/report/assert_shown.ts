/** How a browser shows reports. */

import { assertEquals } from "@std/assert";
import { type Files, openPage } from "../../../engine/chromium.ts";

/** A wide screen and a phone, in pixels. */
const WIDTHS = [1280, 390];

/**
 * Opens each page in a frame of each width and finds out what does not fit, what is broken, what was asked for. The page's
 * own policy keeps scripts out of it; this one looks in from outside.
 */
const LAYOUT_CHECK = `
  const problems = [];
  const grounds = new Set();
  window.onerror = (message) => problems.push("error: " + message);
  const look = (path, width) => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.style = "border: 0; height: 900px; width: " + width + "px";
    frame.onload = async () => {
      const page = frame.contentDocument;
      const say = (what) => problems.push(path + " at " + width + ": " + what);
      page.addEventListener("securitypolicyviolation", (event) => say("blocked " + event.blockedURI));
      for (const details of page.querySelectorAll("details")) details.open = true;
      await Promise.all([...page.images].map((image) => image.decode().catch(() => say("a broken image"))));
      const root = page.documentElement;
      if (root.scrollWidth > root.clientWidth) {
        const wide = [...page.querySelectorAll("body *")].filter((element) =>
          !element.closest(".scroll") && element.getBoundingClientRect().right > width + 1);
        say("too wide, by " + wide.map((element) => element.outerHTML.slice(0, 80)).join());
      }
      grounds.add(frame.contentWindow.getComputedStyle(page.body).backgroundColor);
      if (page.compatMode !== "CSS1Compat") say("quirks mode");
      const text = page.querySelector(".chart text");
      if (text && text.getBoundingClientRect().height < 9) say("text of charts is too small");
      const loaded = frame.contentWindow.performance.getEntriesByType("resource")
        .filter(({ name }) => !name.startsWith("data:"));
      if (loaded.length > 0) say("loads " + loaded.map(({ name }) => name).join());
      for (const scroll of page.querySelectorAll(".scroll")) {
        const table = scroll.querySelector("table");
        const fits = width > 1000 || table.matches(".pairs, .confusion");
        if (fits && scroll.scrollWidth > scroll.clientWidth) say("cut off: " + scroll.ariaLabel);
        scroll.scrollLeft = 1000;
        const left = (element) => Math.round(element.getBoundingClientRect().left);
        const away = left(table.tBodies[0].rows[0].cells[0]) - left(scroll);
        if (Math.abs(away) > 2) say("its first column scrolls away: " + scroll.ariaLabel);
      }
      if (page.images.length + page.querySelectorAll("svg").length === 0) say("no pictures");
      if (page.querySelector("h1").textContent === "") say("no heading");
      frame.remove();
      resolve();
    };
    frame.src = path;
    document.body.append(frame);
  });
  for (const path of PATHS) for (const width of WIDTHS) await look(path, width);
  await fetch("/found", { method: "POST", body: JSON.stringify({ problems, grounds: [...grounds] }) });`;

/** Checks that a browser shows pages wide and narrow, light and dark, with nothing broken or cut off. */
export async function assertShown(chromium: string, pages: readonly string[]): Promise<void> {
  const files = Object.fromEntries(pages.map((page, k) => [`/${k}`, ["text/html", page] as const]));
  const script = `const PATHS = ${JSON.stringify(Object.keys(files))};\n` +
    `const WIDTHS = ${JSON.stringify(WIDTHS)};\n${LAYOUT_CHECK}`;
  const page =
    `<!doctype html><title>Reports</title><body><script type="module">${script}</script>`;
  const all: Files = { ...files, "/": ["text/html", page] };
  for (const [k, ground] of ["rgb(19, 22, 26)", "rgb(255, 255, 255)"].entries()) { // dark, light
    const flags = [`--blink-settings=preferredColorScheme=${k}`];
    assertEquals(await openPage(chromium, all, {}, flags), { problems: [], grounds: [ground] });
  }
}
