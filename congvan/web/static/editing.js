// Fields of data files: each saves itself when it is left, and is kept as a draft while it is typed. Only the note
// beside a field is ever written; a field itself only when its own button is pressed.
"use strict";

const PAUSE = 800; // ms without a key after which a draft is kept

function posted(act, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) if (value !== "") body.append(name, value);
  return ask(`${place}/sua/${act}`, () => ({ method: "POST", body, headers: { "X-CSRF-Token": csrf(), "HX-Request": "true" } }));
}

// What an input or a text area holds, and what it held when it was shown or saved last.
const saved = new WeakMap();
const holder = (control) => control.closest("[data-path]");
const about = (control) => {
  const form = control.closest("[data-file]");
  return { file: form.dataset.file, sha256: form.dataset.version };
};
const queue = new Map(); // saves of a page go one after the other

function remember(control) {
  if (!saved.has(control)) saved.set(control, control.dataset.old ?? control.defaultValue ?? "");
  return saved.get(control);
}

for (const control of document.querySelectorAll("[data-path] input, [data-path] textarea, [data-path] select")) {
  if (control.closest("form.add")) continue;
  saved.set(control, control.value);
  control.addEventListener("change", () => save(control));
  control.addEventListener("blur", () => save(control)); // a tool's change of a text is none that Chrome tells of
  control.addEventListener("input", () => {
    clearTimeout(queue.get(control));
    queue.set(control, setTimeout(() => keep(control), PAUSE));
  });
}

let last = Promise.resolve();
function save(control) {
  clearTimeout(queue.get(control));
  last = last.then(() => saveNow(control));
  return last;
}

async function saveNow(control) {
  const typed = control.value;
  if (typed === remember(control)) return;
  const note = holder(control).querySelector(".note");
  let done = false;
  document.dispatchEvent(new Event("congvan:saving"));
  try {
    const answer = await posted("save", { ...about(control), path: holder(control).dataset.path, old: remember(control), new: typed });
    note.innerHTML = await answer.text();
    if (answer.status === 403) keepHere(control); // the program was started again: this page is let in no more
    if (!answer.headers.has("X-Done")) return;
    saved.set(control, typed);
    follows(control, answer.headers.get("X-Version"));
    done = true;
    if ("raw" in control.dataset) location.reload(); // its form can be shown now
    tellAgain(control, answer.headers.has("X-Errors")).catch(() => {});
  } catch {
    note.textContent = document.body.dataset.offline;
    say(note.textContent);
    keepHere(control);
  } finally {
    document.dispatchEvent(new Event(done ? "congvan:saved" : "congvan:unsaved"));
  }
}

// What is told of other values may hold no more, or only now: their notes and the findings of the page are read again.
async function tellAgain(control, wrong) {
  const told = [...document.querySelectorAll("[data-findings], [data-path] .note")].filter((each) => each.querySelector(".findings"));
  const own = holder(control).querySelector(".note");
  if (!document.querySelector("[data-findings]") || !(wrong || told.some((each) => each !== own))) return;
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const region of document.querySelectorAll("[data-findings]")) region.replaceChildren(...(page.querySelector("[data-findings]")?.childNodes ?? []));
  for (const note of document.querySelectorAll("[data-path] .note")) {
    const now = page.querySelector(`[data-path="${CSS.escape(note.closest("[data-path]").dataset.path)}"] .note`);
    if (note !== own && now && (note.querySelector(".findings") || (now.querySelector(".findings") && !note.querySelector(".conflict"))))
      note.replaceChildren(...now.childNodes);
  }
}

// The program runs again: what was left unsaved is saved now; the field that has the focus saves itself when it is left.
document.addEventListener("congvan:back", () => {
  for (const control of document.querySelectorAll("[data-path] input, [data-path] textarea, [data-path] select"))
    if (saved.has(control) && control !== document.activeElement)
      save(control).then(() => saved.get(control) === control.value && localStorage.removeItem(here(control)));
});

// Nobody else has saved since the file was shown: what the page shows is the file as it is now.
function follows(control, version) {
  const { file, sha256 } = about(control);
  if (!version) return;
  for (const form of document.querySelectorAll("[data-file]"))
    if (form.dataset.file === file && form.dataset.version === sha256) form.dataset.version = version;
}

async function keep(control) {
  const values = { ...about(control), path: holder(control).dataset.path, old: remember(control), text: control.value };
  try {
    if (!(await posted("keep", values)).ok) keepHere(control);
  } catch {
    keepHere(control);
  }
}

// ---- What was typed while the program did not run: kept by the browser, and a draft as soon as the program runs ------

const here = (control) => `congvan ${about(control).file} ${holder(control).dataset.path}`;

function keepHere(control) {
  localStorage.setItem(here(control), control.value);
}

async function giveBack() {
  let given = false;
  for (const control of document.querySelectorAll("[data-path] input, [data-path] textarea, [data-path] select")) {
    if (control.closest("form.add")) continue;
    const text = localStorage.getItem(here(control));
    if (text === null) continue;
    const values = { ...about(control), path: holder(control).dataset.path, old: control.value, text };
    if (text !== control.value && !(await posted("keep", values)).ok) return;
    given = given || text !== control.value;
    localStorage.removeItem(here(control));
  }
  if (given && document.activeElement === document.body) location.reload();
}
giveBack().catch(() => {});

// ---- Buttons ---------------------------------------------------------------------------------------------------------

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const form = button.closest("[data-file]");
  const control = button.closest("[data-path]")?.querySelector("input, textarea, select");
  if (button.dataset.typed !== undefined) {
    control.value = button.dataset.typed;
    button.closest(".typed").remove();
    await save(control);
    control.focus();
  } else if ("keepMine" in button.dataset) {
    saved.set(control, button.dataset.theirs);
    await save(control);
  } else if (button.dataset.takeTheirs !== undefined) {
    control.value = button.dataset.takeTheirs;
    saved.set(control, control.value);
    button.closest(".note").textContent = "";
    keep(control);
    control.focus();
  } else if (button.dataset.enlist) {
    await enlist(button, control);
  } else if (button.dataset.remove) {
    await changed(button, "remove", { ...about(button), path: button.dataset.remove });
  } else if (button.dataset.move) {
    await changed(button, "move", { ...about(button), path: button.dataset.move, to: button.dataset.to });
  } else if (button.dataset.discard) {
    await discard(button);
  } else if (button.dataset.undo) {
    await changed(button, "undo", { file: button.dataset.undo, record: button.dataset.record ?? "" });
  } else if (button.dataset.follow) {
    const answer = await posted("follow", { old: button.dataset.follow, new: button.dataset.new });
    button.parentElement.innerHTML = await answer.text();
  } else if ("take" in button.dataset) {
    const paste = button.closest("section").querySelector("form.paste");
    await changed(button, "take", { listed: paste.dataset.paste, text: paste.elements.text.value });
  } else if (button.dataset.tool && form) {
    tool(document.getElementById(button.closest("[data-for]").dataset.for), button.dataset.tool);
  }
});

// Put a name into its list, then save the field again, which knows it now.
async function enlist(button, control) {
  button.disabled = true;
  const answer = await posted("take", { listed: button.dataset.enlist, text: `Tên\n${button.dataset.name}` });
  if (answer.headers.has("X-Taken")) {
    const typed = control.value;
    const values = { ...about(control), path: holder(control).dataset.path, old: typed, new: typed };
    const told = await posted("save", { ...values, sha256: "" });
    const note = holder(control).querySelector(".note");
    note.innerHTML = await told.text();
    saved.set(control, typed);
    follows(control, told.headers.get("X-Version"));
    document.getElementById(control.getAttribute("list"))?.append(new Option(typed, typed));
    document.dispatchEvent(new Event("congvan:saved"));
    tellAgain(control, false).catch(() => {});
    control.focus();
    return;
  }
  const told = document.createElement("div");
  told.innerHTML = await answer.text();
  button.parentElement.append(told);
}

// Throw a file into the bin: as the page has it now, whatever was saved on it since it was shown.
async function discard(button) {
  if (!window.confirm(button.dataset.ask)) return;
  const file = button.dataset.discard;
  await last;
  const shown = document.querySelector(`[data-file="${CSS.escape(file)}"]`)?.dataset.version ?? "";
  sessionStorage.setItem("gone", JSON.stringify({ ...button.dataset }));
  await changed(button, "discard", { file, sha256: shown });
  if (!button.disabled) sessionStorage.removeItem("gone");
}

// Do something that changes what the page is made of: when it is done, the page is read again where one is.
async function changed(button, act, values) {
  button.disabled = true;
  await last;
  const answer = await posted(act, values);
  if (answer.headers.has("X-Done")) {
    const gone = answer.headers.get("X-Gone"); // the file of this page is there no more
    if (gone && gone !== local() && !local().startsWith("/cai-dat/da-xoa")) {
      location.assign(place + gone);
      return;
    }
    sessionStorage.setItem("scroll", String(window.scrollY));
    sessionStorage.setItem("open", JSON.stringify([...document.querySelectorAll("details[open]")].map(fold)));
    if (act === "add") sessionStorage.setItem("added", values.path);
    location.reload();
    return;
  }
  button.disabled = false;
  const told = document.createElement("div");
  told.innerHTML = await answer.text();
  button.parentElement.append(told);
}

// What a fold is called, with those around it.
function fold(details) {
  const words = details.querySelector(":scope > summary");
  const around = details.parentElement.closest("details");
  return `${around ? fold(around) : ""} > ${(words.querySelector("b") ?? words).textContent.trim()}`;
}

// What was open before the page was read again is open now, and the next entry can be typed at once.
const opened = new Set(JSON.parse(sessionStorage.getItem("open") ?? "[]"));
const added = sessionStorage.getItem("added");
for (const name of ["open", "added"]) sessionStorage.removeItem(name);
for (const details of opened.size ? document.querySelectorAll("details:not([open])") : []) if (opened.has(fold(details))) details.open = true;
if (added) document.querySelector(`form.add[data-add="${CSS.escape(added)}"] [name]`)?.focus({ preventScroll: true });

const gone = JSON.parse(sessionStorage.getItem("gone") ?? "null");
if (gone) {
  sessionStorage.removeItem("gone");
  const told = document.createElement("p");
  told.className = "facts gone";
  const bin = Object.assign(document.createElement("a"), { href: `${place}/cai-dat/da-xoa`, textContent: gone.bin });
  told.append(`${gone.done} `, bin);
  document.querySelector("main h1")?.after(told);
  addEventListener("load", () => say(gone.done));
}

const scroll = sessionStorage.getItem("scroll");
if (scroll !== null) {
  sessionStorage.removeItem("scroll");
  window.scrollTo(0, Number(scroll));
}

for (const form of document.querySelectorAll("form.add")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = { ...about(form), path: form.dataset.add };
    for (const control of form.querySelectorAll("[name]")) values[control.name === "." ? "value" : `value.${control.name}`] = control.value;
    await changed(form.querySelector("button"), "add", values);
  });
}

for (const form of document.querySelectorAll("form.named")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const key = form.elements.key.value.trim().replaceAll("~", "~0").replaceAll("/", "~1");
    await changed(form.querySelector("button"), "save", { ...about(form), path: `${form.dataset.map}/${key}`, new: (form.elements.value ?? form.elements.key).value });
  });
}

for (const form of document.querySelectorAll("form.paste")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const region = form.nextElementSibling;
    const answer = await posted("paste", { listed: form.dataset.paste, text: form.elements.text.value });
    region.innerHTML = await answer.text();
    region.querySelector(".ended")?.focus();
  });
}

for (const form of document.querySelectorAll("form.row")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = [...form.querySelectorAll("input")].filter((each) => each.value.trim());
    if (!given.length) return;
    const text = [given.map((each) => each.name), given.map((each) => each.value.replaceAll("\t", " "))].map((row) => row.join("\t")).join("\n");
    const answer = await posted("take", { listed: form.dataset.row, text });
    const told = await answer.text();
    if (answer.headers.has("X-Taken")) location.reload();
    else form.nextElementSibling.innerHTML = told;
  });
}

// ---- The toolbar over a text -----------------------------------------------------------------------------------------

const LETTERS = "abcdđeghiklmnopqrstuvxy";
const MARK = /^(?:\d+\.|#\.|#\)|[a-zđ]\)|[-+•–]) +/;

function put(area, start, end, text, select) {
  area.focus();
  area.setRangeText(text, start, end, select);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function tool(area, name) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const wrap = { bold: "**", italic: "*" }[name];
  if (wrap) {
    const around = value.slice(start - wrap.length, start) === wrap && value.slice(end, end + wrap.length) === wrap;
    if (around) put(area, start - wrap.length, end + wrap.length, value.slice(start, end), "select");
    else put(area, start, end, wrap + value.slice(start, end) + wrap, "select");
    return;
  }
  const blank = start ? value.lastIndexOf("\n\n", start - 1) : -1;
  const from = blank < 0 ? 0 : blank + 2;
  const next = value.indexOf("\n\n", Math.max(end, from));
  const to = next < 0 ? value.length : next;
  const above = [...value.slice(0, from).matchAll(/^(\d+)\. /gm)].pop();
  const own = { numbered: /^\d+\. +/, lettered: /^[a-zđ]\) +/, dashed: /^- +/ }[name];
  const pieces = value.slice(from, to).split(/(\n\s*\n)/);
  const done = pieces.every((piece, n) => n % 2 || own.test(piece));
  let count = 0;
  const text = pieces.map((piece, n) => {
    if (n % 2 || !piece.trim()) return piece;
    const mark = { numbered: `${Number(above?.[1] ?? 0) + count + 1}. `, lettered: `${LETTERS[Math.min(count, LETTERS.length - 1)]}) `, dashed: "- " }[name];
    count += 1;
    return (done ? "" : mark) + piece.replace(MARK, "");
  });
  put(area, from, to, text.join(""), "select");
}

for (const select of document.querySelectorAll("[data-insert]")) {
  select.addEventListener("change", () => {
    const area = document.getElementById(select.closest("[data-for]").dataset.for);
    if (select.value) put(area, area.selectionStart, area.selectionEnd, `{{ ${select.value} }}`, "end");
    select.value = "";
  });
}
