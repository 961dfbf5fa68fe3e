// The screen “Số, ngày”: when a number was stored or taken away, the question before it is stored again follows.
"use strict";

document.addEventListener("congvan:followed", ({ detail: now }) => {
  const sure = now.getElementById("ghi-so")?.getAttribute("hx-confirm");
  const form = document.getElementById("ghi-so");
  if (sure) form?.setAttribute("hx-confirm", sure);
  else form?.removeAttribute("hx-confirm");
});
