// The screen “Gửi nhà in”: each sign fitted into the page or in its true size, with the scale in words.
"use strict";

for (const sign of document.querySelectorAll("[data-sign]")) {
  const button = sign.querySelector("[data-true]");
  if (!button) continue;
  const view = sign.querySelector("[data-view]");
  const picture = view.querySelector("img");
  const scale = sign.querySelector("[data-scale]");
  const ruler = sign.querySelector(".ruler");

  const tell = () => {
    const full = button.getAttribute("aria-pressed") === "true";
    const times = Number(picture.getAttribute("width")) / picture.clientWidth;
    if (!full && !Number.isFinite(times)) return;
    const words = times.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    scale.textContent = full ? scale.dataset.full : scale.dataset.fitted.replace("{scale}", words);
  };

  button.addEventListener("click", () => {
    const full = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(full));
    view.classList.toggle("full", full);
    ruler.hidden = !full;
    if (full) {
      picture.src = `${picture.dataset.picture}?rong=4000`;
      view.scrollTo((picture.clientWidth - view.clientWidth) / 2, (picture.clientHeight - view.clientHeight) / 2);
    }
    tell();
  });
  sign.addEventListener("toggle", tell);
  picture.addEventListener("load", tell);
  addEventListener("resize", tell);
}
document.querySelector("[data-sign]")?.setAttribute("open", "");
