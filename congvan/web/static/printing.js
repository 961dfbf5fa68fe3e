// The screen “In”: search, tick a group, and what is ticked in sheets, sides and jobs. The server binds; nothing is kept here.
"use strict";

function printing(form) {
  const rows = [...form.querySelectorAll("[data-row]")];
  const ticks = [...form.querySelectorAll('input[name="files"]')];
  const total = form.querySelector("[data-total]");
  if (!total) return;
  const fold = (words) =>
    words
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/đ/g, "d")
      .replace(/Đ/g, "D")
      .toLowerCase();
  const names = new Map(rows.map((row) => [row, fold(row.dataset.row)]));
  const folded = new Map([...form.querySelectorAll("details")].map((each) => [each, each.open]));

  const both = () => form.elements.two_sided.value === "true";

  const sum = () => {
    const asked = Number(form.elements.copies.value) || 0;
    let files = 0;
    let sheets = 0;
    let sides = 0;
    for (const tick of ticks) {
      if (!tick.checked) continue;
      const copies = asked || Number(tick.dataset.copies);
      files += 1;
      sheets += copies * Number(both() ? tick.dataset.sheets : tick.dataset.single);
      sides += copies * Number(tick.dataset.sides);
    }
    const said = { files, sheets, sides };
    total.textContent = files
      ? total.dataset.some.replace(/\{(\w+)\}/g, (_all, name) => said[name].toLocaleString(document.documentElement.lang))
      : total.dataset.none;
  };

  const groups = () => {
    for (const group of form.querySelectorAll("[data-group]")) {
      const all = group.querySelector("[data-all]");
      if (!all) continue;
      const own = [...group.querySelectorAll('input[name="files"]')].filter((tick) => !tick.closest("[data-row]").hidden);
      const on = own.filter((tick) => tick.checked).length;
      all.checked = own.length > 0 && on === own.length;
      all.indeterminate = on > 0 && on < own.length;
      all.disabled = own.length === 0;
    }
  };

  const search = (words) => {
    for (const row of rows) row.hidden = !names.get(row).includes(words);
    for (const group of form.querySelectorAll("[data-group]")) {
      const found = [...group.querySelectorAll("[data-row]")].some((row) => !row.hidden);
      group.hidden = Boolean(words) && !found;
      const details = group.querySelector("details");
      details.open = words ? found : folded.get(details);
    }
    groups();
  };

  form.addEventListener("change", (event) => {
    const all = event.target.closest("[data-all]");
    if (all) {
      for (const tick of all.closest("[data-group]").querySelectorAll('input[name="files"]'))
        if (!tick.closest("[data-row]").hidden) tick.checked = all.checked;
    }
    if (event.target.name === "two_sided")
      for (const tick of ticks)
        tick.closest("[data-row]").querySelector("[data-shown-sheets]").textContent = both()
          ? tick.dataset.sheets
          : tick.dataset.single;
    groups();
    sum();
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-search]")) search(fold(event.target.value.trim()));
    if (event.target.name === "copies") sum();
  });
  form.querySelector("[data-search]").addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it searches while one types; Enter is not “print”
  });
  groups();
  sum();
}

for (const form of document.querySelectorAll("[data-print]")) printing(form);

// The files have been made anew: what can be printed follows; not while somebody is choosing among the old ones.
document.addEventListener("congvan:done", async () => {
  const old = document.querySelector("[data-print]");
  if (old.contains(document.activeElement) || old.querySelector('input[name="files"]:checked')) return;
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-print]");
  old.replaceWith(next);
  htmx.process(next);
  printing(next);
});
