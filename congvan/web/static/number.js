// The screen “Số, ngày”: when a number was stored or taken away, stamp, band and the way back follow; no field is touched.
"use strict";

const result = document.getElementById("ket-qua");
if (result) {
  const FOLLOWING = [".stamp", ".step .band", "#tra-ve"];
  const follow = async () => {
    const held = document.getElementById("tra-ve").contains(document.activeElement);
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const each of FOLLOWING) {
      const [old, next] = [document.querySelector(each), now.querySelector(each)];
      old.replaceWith(next);
      htmx.process(next);
    }
    const sure = now.getElementById("ghi-so").getAttribute("hx-confirm");
    const form = document.getElementById("ghi-so");
    if (sure) form.setAttribute("hx-confirm", sure);
    else form.removeAttribute("hx-confirm");
    if (held) result.querySelector(".ended").focus();
  };
  new MutationObserver(() => {
    if (result.querySelector(".ended.good")) follow();
  }).observe(result, { childList: true });
}
