/** A button that copies beside each code of a page; what a program prints, and cells, which have buttons, get none. @module */

import { create } from "../../page/elements.ts";

for (const code of document.querySelectorAll<HTMLElement>(".code")) {
  const button = create("button", { type: "button", className: "copies" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.querySelector("code")!.innerText.trimEnd());
      button.textContent = "Copied";
    } catch { // by plain http there is no clipboard
      getSelection()!.selectAllChildren(code.querySelector("code")!);
      button.textContent = "Selected";
    }
    setTimeout(() => button.textContent = "Copy", 2000);
  });
  code.append(button);
}
