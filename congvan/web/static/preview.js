// The pages of a paper beside its fields. No field is ever touched here: only pictures, findings and text below them.
"use strict";

for (const preview of document.querySelectorAll("[data-preview]")) {
  const state = preview.querySelector(".preview-state");
  const pages = preview.querySelector(".preview-pages");
  const choice = preview.querySelector(".preview-choice");
  const findings = preview.querySelector(".preview-findings");
  const text = preview.querySelector(".preview-text");
  let asked = 0; // answers to questions before the last one are dropped
  let shown = null;

  const part = async (address) => {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  };

  const tell = (words, marked) => {
    state.textContent = words;
    state.hidden = !words;
    pages.classList.toggle("old", marked);
  };

  // Fill a list of choices, if it has changed and is not just being used.
  const offer = (name, values, chosen) => {
    const list = choice.elements[name];
    if (list === document.activeElement) return;
    list.replaceChildren(...Object.entries(values).map(([id, words]) => new Option(words, id, false, id === chosen)));
    list.closest("p").hidden = Object.keys(values).length < 2;
  };

  const isFresh = (each) => each?.dataset.version && !("stale" in each.dataset);

  const refresh = async () => {
    const mine = ++asked;
    tell(shown ? state.dataset.old : state.dataset.busy, Boolean(shown));
    try {
      const query = new URLSearchParams(new FormData(choice));
      if (!query.has("document") && preview.dataset.document) query.set("document", preview.dataset.document);
      const made = document.createRange().createContextualFragment(await part(`${preview.dataset.preview}?${query}`));
      const next = made.querySelector(".shown");
      if (mine !== asked) return;
      if (!isFresh(next) || !isFresh(shown) || next.dataset.version !== shown.dataset.version) {
        const first = next.querySelector("img[src]");
        if (first) await first.decode(); // the old picture stays until the new one can be drawn
        if (mine !== asked) return;
        if (!show(next)) return;
      } else {
        tell("", false);
      }
      await follow(mine);
    } catch {
      if (mine === asked) tell(state.dataset.lost, Boolean(shown));
    }
  };

  // Show the page that has changed; every other page keeps its old picture, marked, until its new one is there.
  const show = (next) => {
    const stale = "stale" in next.dataset; // the pages before: those of today can't be drawn
    const wrong = !next.dataset.version;
    if ((wrong || stale) && shown) {
      findings.replaceChildren(...next.querySelectorAll(".findings")); // what keeps it from being drawn; the old pages stay, marked
      tell(state.dataset.lost, true);
      return false;
    }
    const top = pages.scrollTop;
    const old = shown ? [...shown.querySelectorAll(".preview-page")] : [];
    for (const [number, page] of [...next.querySelectorAll(".preview-page")].entries()) {
      const before = old[number]?.querySelector("img:last-of-type");
      if (page.querySelector("img[data-src]") && before?.naturalWidth) page.append(before);
      page.classList.toggle("waiting", Boolean(page.querySelector("img[data-src]")));
    }
    pages.replaceChildren(next);
    shown = wrong ? null : next;
    tell(stale ? state.dataset.lost : "", stale);
    if (wrong) return false;
    pages.scrollTop = top;
    if (next.dataset.page) {
      const first = next.querySelector(`.preview-page:nth-of-type(${next.dataset.page})`);
      const at = first.offsetTop + first.offsetHeight * Number(next.dataset.down);
      if (at < pages.scrollTop || at > pages.scrollTop + pages.clientHeight - 60) pages.scrollTop = at - pages.clientHeight / 3;
    }
    choice.hidden = false;
    offer("document", JSON.parse(next.dataset.documents), next.dataset.document);
    offer("record", JSON.parse(next.dataset.records), next.dataset.record);
    return true;
  };

  // What the first picture did not wait for: the other pages, those in view first, then findings and text.
  const follow = async (mine) => {
    const seen = (page) => page.offsetTop < pages.scrollTop + pages.clientHeight && page.offsetTop + page.offsetHeight > pages.scrollTop;
    const waiting = [...pages.querySelectorAll(".preview-page.waiting")].sort((a, b) => seen(b) - seen(a));
    const hidden = waiting.filter((page) => !seen(page));
    const draw = async (page) => {
      const picture = page.querySelector("img[data-src]");
      picture.src = picture.dataset.src;
      await picture.decode();
      picture.removeAttribute("data-src");
      page.replaceChildren(picture, ...page.querySelectorAll(".mark"));
      page.classList.remove("waiting");
    };
    try {
      for (const page of waiting.filter(seen)) {
        if (mine !== asked) return;
        await draw(page);
      }
      if (mine === asked) await more(shown.dataset.version);
      for (const page of hidden) {
        if (mine !== asked) return;
        await draw(page);
      }
    } catch {
      // The pages have changed meanwhile: the next answer brings them.
    }
  };

  const more = async (version) => {
    try {
      const [found, words] = [await part(`${place}/trang/${version}/the-thuc/loi`), text.open ? await part(`${place}/trang/${version}/dang-chu/doc`) : ""];
      if (shown?.dataset.version !== version) return;
      findings.innerHTML = found;
      mark();
      if (words) text.querySelector("div").innerHTML = words;
    } catch {
      // The pages have changed meanwhile: the next answer brings both.
    }
  };

  // Put the number of each finding beside its line; it leads where the finding in the list leads.
  const mark = () => {
    const every = [...shown.querySelectorAll(".preview-page")];
    for (const each of shown.querySelectorAll(".mark")) each.remove();
    for (const finding of findings.querySelectorAll("[data-on]")) {
      const page = every[Number(finding.dataset.on) - 1];
      if (!page) continue;
      const link = document.createElement("a");
      link.className = `mark ${finding.className}`;
      link.href = finding.querySelector(".to-field")?.getAttribute("href") ?? `#${finding.id}`;
      link.textContent = finding.querySelector(".number").textContent;
      link.title = finding.innerText;
      link.setAttribute("aria-label", finding.dataset.label);
      link.style.top = `${finding.dataset.down * 100}%`;
      link.style.left = `${finding.dataset.across * 100}%`;
      page.append(link);
    }
  };

  // A field that stands on this page is gone to at once; another one is on its own step.
  preview.addEventListener("click", (event) => {
    const link = event.target.closest(".to-field, .mark");
    const address = link && new URL(link.href);
    const field = address && document.getElementById(decodeURIComponent(address.hash.slice(1)));
    if (!field || (address.pathname !== location.pathname && !findings.contains(field))) return;
    event.preventDefault();
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    field.scrollIntoView({ block: "center" });
    (field.querySelector(":scope > summary") ?? field).focus({ preventScroll: true });
  });

  text.addEventListener("toggle", () => shown && text.open && more(shown.dataset.version));
  choice.addEventListener("change", (event) => {
    if (event.target.name === "document") choice.elements.record.replaceChildren();
    refresh();
  });
  document.addEventListener("congvan:saving", () => shown && tell(state.dataset.old, true));
  for (const ended of ["congvan:saved", "congvan:unsaved"]) document.addEventListener(ended, refresh);
  refresh();
}
