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

  const refresh = async () => {
    const mine = ++asked;
    tell(shown ? state.dataset.old : state.dataset.busy, Boolean(shown));
    try {
      const query = new URLSearchParams(new FormData(choice));
      if (!query.has("document") && preview.dataset.document) query.set("document", preview.dataset.document);
      const made = document.createRange().createContextualFragment(await part(`${preview.dataset.preview}?${query}`));
      const next = made.querySelector(".shown");
      if (mine !== asked) return;
      if (next.dataset.version && next.dataset.version === shown?.dataset.version) return tell("", false);
      const pictures = [...next.querySelectorAll("img")];
      const first = pictures[Number(next.dataset.page || 1) - 1] || pictures[0];
      if (first) await first.decode(); // the old picture stays until the new one can be drawn
      if (mine !== asked) return;
      show(next, first);
    } catch {
      if (mine === asked) tell(state.dataset.lost, Boolean(shown));
    }
  };

  const show = (next, first) => {
    const wrong = !next.dataset.version;
    if (wrong && shown) {
      findings.replaceChildren(...next.childNodes); // what keeps it from being drawn; the old pages stay, marked
      return tell(state.dataset.lost, true);
    }
    const top = pages.scrollTop;
    pages.replaceChildren(next);
    shown = wrong ? null : next;
    tell("", false);
    if (wrong) return;
    pages.scrollTop = top;
    if (next.dataset.page) {
      const at = first.offsetTop + first.offsetHeight * Number(next.dataset.down);
      if (at < pages.scrollTop || at > pages.scrollTop + pages.clientHeight - 60) pages.scrollTop = at - pages.clientHeight / 3;
    }
    choice.hidden = false;
    offer("document", JSON.parse(next.dataset.documents), next.dataset.document);
    offer("record", Object.fromEntries(JSON.parse(next.dataset.records).map((id) => [id, id])), next.dataset.record);
    more(next.dataset.version);
  };

  const more = async (version) => {
    try {
      const [found, words] = [await part(`/trang/${version}/the-thuc/loi`), text.open ? await part(`/trang/${version}/dang-chu/doc`) : ""];
      if (shown?.dataset.version !== version) return;
      findings.innerHTML = found;
      if (words) text.querySelector("div").innerHTML = words;
    } catch {
      // The pages have changed meanwhile: the next answer brings both.
    }
  };

  text.addEventListener("toggle", () => shown && text.open && more(shown.dataset.version));
  choice.addEventListener("change", (event) => {
    if (event.target.name === "document") choice.elements.record.replaceChildren();
    refresh();
  });
  document.addEventListener("congvan:saved", refresh);
  refresh();
}
