// The screen “Số, ngày”: when a number was stored or taken away, the question before it is stored again follows; a button
// puts the next number of the year into its field.
"use strict";

document.addEventListener("congvan:followed", ({ detail: now }) => {
  const sure = now.getElementById("ghi-so")?.getAttribute("hx-confirm");
  const form = document.getElementById("ghi-so");
  if (sure) form?.setAttribute("hx-confirm", sure);
  else form?.removeAttribute("hx-confirm");
});

document.addEventListener("htmx:after:swap", () => {
  for (const each of document.querySelectorAll("[data-use][hidden]")) each.hidden = false;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use]");
  if (!button) return;
  const field = document.getElementById("so");
  field.value = button.dataset.use;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
