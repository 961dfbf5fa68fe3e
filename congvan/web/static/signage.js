// The screen “Gửi nhà in”: each sign fitted into the page or in its true size, with the scale in words.
"use strict";

function fitSign(sign) {
  const button = sign.querySelector("[data-true]");
  if (!button) return;
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

function showSigns() {
  for (const sign of document.querySelectorAll("[data-sign]")) fitSign(sign);
  document.querySelector("[data-sign]")?.setAttribute("open", "");
}
showSigns();

// The files have been made anew: what goes to the shop and the pictures follow; what was open stays open.
const parts = document.querySelector("[data-made]");
if (parts)
  document.addEventListener("congvan:done", async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const open = [...parts.querySelectorAll("[data-sign]")].map((sign) => sign.open);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-made]");
    parts.replaceChildren(...next.childNodes);
    showSigns();
    for (const [at, sign] of parts.querySelectorAll("[data-sign]").entries()) sign.open = open[at] ?? sign.open;
  });

// The form of the signs: what is drawn follows what is saved, once nothing more was saved for a moment. The old picture
// stays until the new one can be shown; only pictures and words of the signs change, no field.
const drawn = document.querySelector("[data-drawn]");
const SETTLED = 300;
let redrawn = 0;
let settled;

async function redraw() {
  const mine = ++redrawn;
  drawn.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(location.href);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-drawn]");
    const [old, now] = [drawn, next].map((each) => [...each.querySelectorAll("[data-sign]")]);
    if (mine !== redrawn) return;
    if (old.length !== now.length) {
      if (!drawn.contains(document.activeElement)) location.reload();
      return;
    }
    for (const [at, sign] of old.entries()) {
      const picture = sign.querySelector("img");
      const made = now[at].querySelector("img");
      const address = made.getAttribute("src");
      if (sign.open && address !== picture.getAttribute("src")) {
        const ready = new Image();
        ready.src = address;
        await ready.decode();
        if (mine !== redrawn) return;
      }
      if (address !== picture.getAttribute("src")) for (const each of made.attributes) picture.setAttribute(each.name, each.value);
      sign.querySelector("dl").replaceWith(now[at].querySelector("dl"));
    }
  } finally {
    if (mine === redrawn) drawn.removeAttribute("aria-busy");
  }
}

if (drawn)
  document.addEventListener("congvan:saved", () => {
    clearTimeout(settled);
    settled = setTimeout(() => redraw().catch(() => {}), SETTLED);
  });
