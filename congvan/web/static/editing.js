// Fields of data files: each saves itself when it is left, and is kept as a draft, in the office's folder, from the first
// key on. Only the note beside a field is ever written; a field itself only when its own button is pressed.
"use strict";

const PAUSE = 300; // ms from one draft of a field to the next
const LARGE = 20_000; // letters of a text that a browser may not send any more while it leaves a page

const flying = new Set(); // numbers of what was sent and is not answered yet

async function posted(act, values) {
  const [body, number] = [new FormData(), crypto.randomUUID()];
  for (const [name, value] of Object.entries(values)) for (const each of [value].flat()) if (each !== "") body.append(name, each);
  const headers = () => ({ "X-CSRF-Token": csrf(), "HX-Request": "true", "X-Number": number });
  flying.add(number);
  try {
    return await ask(`${place}/sua/${act}`, () => ({ method: "POST", body, headers: headers() }), Object.values(values).join("").length <= LARGE);
  } finally {
    flying.delete(number);
  }
}

// What an input or a text area holds, and what it held when it was shown, saved or sent last.
const saved = new WeakMap();
const stored = new WeakMap(); // what the file has where that is not what was typed: tabs made spaces
const holder = (control) => control.closest("[data-path]");
const about = (control) => {
  const form = control.closest("[data-file]");
  return { file: form.dataset.file, sha256: form.dataset.version };
};
const FIELDS = "[data-path] :is(input, textarea, select)";
const every = () => [...document.querySelectorAll("input, textarea, select")].filter((each) => saved.has(each));

for (const control of document.querySelectorAll(FIELDS)) {
  if (control.form) continue;
  saved.set(control, control.value);
  control.addEventListener("change", () => save(control));
  control.addEventListener("blur", () => save(control)); // a tool's change of a text is none that Chrome tells of
}

let last = Promise.resolve(); // saves of a page go one after the other
function save(control) {
  last = last.then(() => saveNow(control));
  return last;
}

async function saveNow(control) {
  const typed = control.value;
  if (typed === saved.get(control)) return;
  const note = holder(control).querySelector(".note");
  let done = false;
  document.dispatchEvent(new Event("congvan:saving"));
  try {
    const answer = await posted("save", { ...spot(control), new: typed, drafts: [draft(control), ...offered(control)] });
    note.innerHTML = await answer.text();
    if (!answer.headers.has("X-Done")) return;
    isSaved(control, typed, answer);
    stored.set(control, note.querySelector("[data-kept]")?.dataset.kept);
    done = true;
    if ("raw" in control.dataset) location.reload(); // its form can be shown now
    tellAgain(control, answer.headers.has("X-Errors")).catch(() => {});
  } catch {
    note.textContent = document.body.dataset.offline;
    say(note.textContent);
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
  for (const control of every()) control.form || control === document.activeElement ? keepAlong(control) : save(control);
});

// The value is in the file: its drafts are gone, those of other tabs too, which keep what is typed in them anew.
function isSaved(control, typed, answer) {
  settle(control, typed);
  follows(control, answer.headers.get("X-Version"));
  for (const each of holder(control).querySelectorAll(".typed")) each.remove();
  others.postMessage(named(control));
}

// Nobody else has saved since the file was shown: what the page shows is the file as it is now.
function follows(control, version) {
  const { file, sha256 } = about(control);
  if (!version) return;
  for (const form of document.querySelectorAll("[data-file]"))
    if (form.dataset.file === file && form.dataset.version === sha256) form.dataset.version = version;
}

// ---- What is typed and not saved: a draft from the first key on, also while the page is left -----------------------------

const tab = crypto.randomUUID(); // of this page, until it is read again
const names = new WeakMap(); // of drafts, by control
const kept = new WeakMap(); // what the draft of a control holds
const along = new WeakSet(); // controls whose draft follows the keys
const unsafe = new WeakSet(); // controls whose draft could not be written
let drafts = 0;
const isUnkept = (control) => control.value !== (kept.get(control) ?? saved.get(control));
const offered = (control) => [...holder(control).querySelectorAll(".typed q")].map((each) => each.dataset.draft);

function draft(control) {
  if (!names.has(control)) names.set(control, `${tab}.${++drafts}`);
  return names.get(control);
}

function settle(control, value) {
  saved.set(control, value);
  kept.delete(control);
}

// Where a control belongs: to a value of a file, or to a form that is still to be sent, by what the form is for.
function spot(control) {
  const old = stored.get(control) ?? saved.get(control);
  return control.form ? { file: "", path: `${decodeURI(local())} ${at(control)}`, old } : { ...about(control), path: holder(control).dataset.path, old };
}

function at(control) {
  const { form, name } = control;
  const hidden = [...form.querySelectorAll("input[type=hidden]")].map((each) => each.value);
  const alike = [...form.elements].filter((each) => each.name === name);
  const { add, map, row, paste } = form.dataset;
  return [form.getAttribute("hx-post")?.replace(place, ""), add, map, row, paste, ...hidden, name, alike.indexOf(control)].join(" ");
}

document.addEventListener("input", ({ target: control, inputType }) => {
  if (control.form && control.matches("form:not([method=get]) :is(input:not([type]), textarea)") && !saved.has(control)) saved.set(control, control.defaultValue);
  if (!saved.has(control)) return;
  if (inputType?.startsWith("insertFrom")) keep(control); // pasted or dropped
  keepAlong(control);
});

async function keep(control) {
  const [text, values] = [control.value, spot(control)];
  const answer = await posted("keep", { ...values, draft: draft(control), text }).catch(() => null);
  const isKept = answer?.status === 204;
  if (isKept) kept.set(control, text);
  isKept ? unsafe.delete(control) : unsafe.add(control);
  if (answer?.ok && !isKept && !control.form) holder(control).querySelector(".note").innerHTML = await answer.text();
  if (text !== values.old && text === saved.get(control)) forget([draft(control)]); // saved meanwhile
  return isKept;
}

const forget = (names) => Promise.all(names.map((each) => posted("keep", { file: "", path: "-", draft: each })));

async function keepAlong(control) {
  if (along.has(control)) return;
  along.add(control);
  while (isUnkept(control) && (await keep(control))) {
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  along.delete(control);
}

const keepAll = () => every().filter(isUnkept).forEach(keep);
addEventListener("pagehide", keepAll);
document.addEventListener("visibilitychange", () => document.hidden && keepAll());
addEventListener("beforeunload", (event) => {
  const risky = every().some((control) => isUnkept(control) && (unsafe.has(control) || control.value.length > LARGE));
  keepAll();
  if (flying.size) left([...flying].slice(-20).join("."), 10); // the next page waits for these
  if (risky) event.preventDefault(); // the browser asks whether to leave
});

const dealtWith = new Set(); // names of drafts that were taken back or forgotten here
const left = (numbers, seconds) => (document.cookie = `congvan-left=${numbers}; path=${place}; max-age=${seconds}; samesite=strict`);

// The cookie may have come later than the request of this page: what is offered is looked at once more.
async function offerAgain() {
  const answer = await fetch(location.href);
  left("", 0);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const told of answer.ok ? page.querySelectorAll(".typed") : []) {
    if ([...told.querySelectorAll("q")].some((each) => dealtWith.has(each.dataset.draft))) continue;
    const before = [...document.querySelectorAll(".typed")].find((each) => each.querySelector("q")?.dataset.draft === told.querySelector("q").dataset.draft);
    const path = told.closest("[data-path]")?.dataset.path;
    if (before) before.replaceWith(told);
    else (path ? document.querySelector(`[data-path="${CSS.escape(path)}"] .note`).after(told) : document.querySelector("main").prepend(told));
  }
}
if (/congvan-left=[^;]/.test(document.cookie)) offerAgain().catch(() => {});

const named = (control) => `${about(control).file} ${holder(control).dataset.path}`;
const others = new BroadcastChannel("congvan saved");
others.onmessage = ({ data }) => {
  for (const control of every().filter((each) => !each.form && named(each) === data)) {
    kept.delete(control);
    if (isUnkept(control)) keep(control);
  }
};

// A form was sent and did what it was asked: what was typed into it is no draft any more.
async function sent(form) {
  const controls = [...form.elements].filter((each) => saved.has(each));
  for (const control of controls) settle(control, control.value);
  await forget(controls.map(draft)).catch(() => {});
}

const outcomes = new Map(); // where the outcome of a form that was sent is told
document.addEventListener("submit", ({ target: form }) => {
  const [next, words] = (form.getAttribute("hx-target") ?? "").match(/^(?:next )?(.+)$/) ?? [];
  const region = words && [...document.querySelectorAll(words)].find((each) => next === words || form.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (region) outcomes.set(region, form);
});
new MutationObserver((changes) => {
  for (const node of changes.flatMap((each) => [...each.addedNodes]))
    for (const [region, form] of outcomes)
      if (region.contains(node) && node.parentElement.querySelector(".ended.good") && outcomes.delete(region)) sent(form);
}).observe(document.body, { childList: true, subtree: true });
document.addEventListener("htmx:after:request", ({ target, detail }) => {
  if (["HX-Redirect", "HX-Refresh"].some((each) => detail.ctx.response.headers.has(each)) && target.elements) sent(target);
});

// ---- Paste into the text of a paper ------------------------------------------------------------------------------------

// What is pasted is there and kept at once, as plain text; its place is taken by the text that the server makes of what
// Word, Excel and the like have put into the clipboard. Ctrl+Z takes that back first.
document.addEventListener("paste", ({ target: area, clipboardData }) => {
  if (!area.matches?.("textarea[data-body]")) return;
  const [html, text] = ["text/html", "text/plain"].map((kind) => clipboardData.getData(kind));
  const from = area.selectionStart;
  if (text) area.addEventListener("input", () => convert(area, from, area.value.slice(from, area.selectionEnd), html, text), { once: true });
});

async function convert(area, from, raw, html, text) {
  const lean = html.replaceAll(/(["'])data:[^"']*\1/g, '""');
  const answer = await posted("chep", { html: lean, text }).catch(() => null);
  if (!answer?.ok) return;
  const made = await answer.json();
  if (!replace(area, from, raw, made.text)) return;
  const told = document.createElement("p");
  told.className = "facts pasted";
  told.append(made.said, " ");
  if (made.lines) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: made.asked });
    button.addEventListener("click", () => replace(area, from, made.text, made.lines) && button.remove());
    told.append(button);
  }
  const entry = area.parentElement;
  entry.querySelector(".pasted")?.remove();
  if (!made.said) return;
  area.after(told);
  say(made.said);
}

// Write a text where another stands in an area, near the place where it was, unless it is there no more.
function replace(area, near, old, text) {
  const at = area.value.startsWith(old, near) ? near : area.value.indexOf(old);
  if (at < 0) return false;
  const end = at + old.length;
  const [before, after] = [area.value.slice(0, at), area.value.slice(end)];
  const [follows, goesOn] = [/[^\n]$/.test(before), /^[^\n]/.test(after)];
  if (follows && (old.startsWith("\n") || text.startsWith("|"))) text = `\n\n${text}`;
  else if (/\S$/.test(before) && /^\s/.test(old)) text = ` ${text}`;
  if (goesOn && (old.endsWith("\n") || text.endsWith("|"))) text += "\n\n";
  else if (/^\S/.test(after) && /\s$/.test(old)) text += " ";
  if (text === old) return true;
  const { selectionStart, selectionEnd } = area;
  const moved = (place) => (place <= at ? place : Math.max(place + text.length - old.length, at));
  write(area, at, end, text);
  area.setSelectionRange(moved(selectionStart), moved(selectionEnd));
  return true;
}

// Write as if it were typed, so that Ctrl+Z takes it back; an area that has not the focus is saved.
function write(area, start, end, text) {
  if (area === document.activeElement) {
    area.setSelectionRange(start, end);
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  }
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  if (area !== document.activeElement && saved.has(area) && !area.form) save(area);
}

// ---- Buttons ---------------------------------------------------------------------------------------------------------

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const form = button.closest("[data-file]");
  const control = button.closest("[data-path]")?.querySelector("input, textarea, select");
  for (const each of button.closest(".typed")?.querySelectorAll("q") ?? []) dealtWith.add(each.dataset.draft);
  if ("typed" in button.dataset) {
    await takeBack(button.closest(".typed"), control);
  } else if ("forget" in button.dataset) {
    const told = button.closest(".typed");
    await forget([...told.querySelectorAll("q")].map((each) => each.dataset.draft));
    told.remove();
  } else if ("keepMine" in button.dataset) {
    saved.set(control, button.dataset.theirs);
    stored.delete(control);
    await save(control);
  } else if (button.dataset.takeTheirs !== undefined) {
    control.value = button.dataset.takeTheirs;
    stored.delete(control);
    settle(control, control.value);
    button.closest(".note").textContent = "";
    forget([draft(control)]);
    control.focus();
  } else if (button.dataset.near) {
    if (await nameBody(control, button.dataset.near)) return;
    control.value = button.dataset.near;
    await save(control);
  } else if (button.dataset.each) {
    await nameBody(control, button.dataset.each, "each");
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
    const shown = button.closest(".ended");
    const rows = shown.querySelector('[name="rows"]'); // of a file
    const drop = shown.querySelector("[data-gone]:checked") ? "true" : "";
    const given = { listed: paste.dataset.paste, text: (rows ?? paste.elements.text).value, add: newColumns(shown), drop };
    await changed(button, "take", given, rows ? null : paste);
  } else if (button.dataset.tool && form) {
    tool(document.getElementById(button.closest("[data-for]").dataset.for), button.dataset.tool);
  }
});

// The columns that are to be added, by number and type, as they are ticked.
const newColumns = (shown) => [...shown.querySelectorAll("[data-column]:checked")].map((each) => `${each.dataset.column}:${each.closest("p").querySelector("select").value}`);

// Put what was typed into its field again, and save it; what was typed into a form is to be sent, and kept until then.
async function takeBack(told, control) {
  if (control) {
    control.value = told.querySelector("q").textContent;
    await save(control);
    control.focus();
    return;
  }
  const forms = [...document.querySelectorAll("form :is(input, textarea)")];
  for (const words of told.querySelectorAll("q")) {
    const found = forms.find((each) => each.name && at(each) === words.dataset.at);
    if (!found) continue;
    for (let fold = found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    found.value = words.textContent;
    found.dispatchEvent(new Event("input", { bubbles: true }));
    await keep(found);
    await forget([words.dataset.draft]);
    words.remove();
    found.focus();
  }
  if (!told.querySelector("q")) told.remove();
}

// Put a name into its list, then save the field again, which knows it now.
async function enlist(button, control) {
  button.disabled = true;
  const answer = await posted("take", { listed: button.dataset.enlist, text: `Tên\n${button.dataset.name}` });
  if (answer.headers.has("X-Taken")) {
    const typed = control.value;
    if (await nameBody(control, typed)) return;
    const told = await posted("save", { ...spot(control), new: typed, sha256: "", drafts: [draft(control), ...offered(control)] });
    const note = holder(control).querySelector(".note");
    note.innerHTML = await told.text();
    isSaved(control, typed, told);
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

// A line of words names a body now, or each of a list: its field is another one, so the page is read again.
async function nameBody(control, name, key = "to") {
  const path = holder(control).dataset.path;
  if (key === "to" && !path.endsWith("/text")) return false;
  const old = key === "to" ? {} : { old: "" };
  const answer = await posted("save", { ...spot(control), ...old, path: path.replace(/(?:text|to)$/, key), new: name, sha256: "", drafts: [draft(control), ...offered(control)] });
  settle(control, control.value);
  if (answer.headers.has("X-Done")) location.reload();
  else holder(control).querySelector(".note").innerHTML = await answer.text();
  return true;
}

// How many copies a line of words gets is saved as soon as it is typed.
document.addEventListener("change", async ({ target }) => {
  if (!target.dataset.copies) return;
  const values = { ...about(target), path: target.dataset.copies, old: target.dataset.old ?? "", new: target.value };
  const answer = await posted("save", values);
  const told = document.createElement("div");
  told.innerHTML = await answer.text();
  if (answer.headers.has("X-Done")) {
    target.dataset.old = target.value;
    follows(target, answer.headers.get("X-Version"));
    document.dispatchEvent(new Event("congvan:saved"));
  }
  target.closest("p").querySelector("div")?.remove();
  target.closest("p").append(told);
});

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
async function changed(button, act, values, form = button.form) {
  button.disabled = true;
  await last;
  const answer = await posted(act, values);
  if (answer.headers.has("X-Done")) {
    if (form) await sent(form);
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

// What a fold is called, with the entries, groups and folds around it.
function fold(details) {
  const words = details.querySelector(":scope > summary b") ?? details.querySelector(":scope > :is(summary, legend)");
  const around = details.parentElement.closest("details, [role=group][aria-label], fieldset");
  return `${around ? fold(around) : ""} > ${details.ariaLabel ?? words?.textContent.trim()}`;
}

// What was open before the page was read again is open now, and the next entry can be typed at once.
const opened = new Set(JSON.parse(sessionStorage.getItem("open") ?? "[]"));
const added = sessionStorage.getItem("added");
for (const name of ["open", "added"]) sessionStorage.removeItem(name);
for (const details of opened.size ? document.querySelectorAll("details:not([open])") : []) if (opened.has(fold(details))) details.open = true;
if (added) document.querySelector(`form.add[data-add="${CSS.escape(added)}"] [name]`)?.focus({ preventScroll: true });

const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (wanted?.matches("details")) wanted.open = true;

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
    if (answer.headers.has("X-Taken")) await sent(form).then(() => location.reload());
    else form.nextElementSibling.innerHTML = told;
  });
}

// ---- The toolbar over a text -----------------------------------------------------------------------------------------

const LETTERS = "abcdđeghiklmnopqrstuvxy";
const MARK = /^(?:(?:\d+|‹[^‹›\n]*›)[.)]|[a-zđ]\)|[-+•–]) +/;

function put(area, start, end, text) {
  area.focus();
  write(area, start, end, text);
}

const STARS = { bold: 2, italic: 1 };
const PARTED = /(\n[ \t]*\n\s*|\n(?=\|)|(?<!\\)\|)/; // paragraphs, and the cells of a table

// Set what is selected in bold or italics, each paragraph and cell by itself, or take that back where all of it is so.
function starred(area, size) {
  let [start, end] = [area.selectionStart, area.selectionEnd];
  const { value } = area;
  if (start === end) {
    start -= value.slice(0, start).match(/[^\s|]*$/)[0].length;
    end += value.slice(end).match(/^[^\s|]*/)[0].length;
  }
  while (value[start - 1] === "*" && value[end] === "*") [start, end] = [start - 1, end + 1];
  const stars = "*".repeat(size);
  const isSo = (words) => [/^\**/, /\**$/].every((ends) => ((words.match(ends)[0].length & size) === size));
  const pieces = value.slice(start, end).split(PARTED);
  const isText = (piece, n) => n % 2 === 0 && /[^\s:-]/.test(piece);
  const done = pieces.filter(isText).every((each) => isSo(each.trim()));
  const plain = (words) => (size === 2 ? words.replaceAll("**", "") : words.replaceAll(/(?<![*\\])\*(?!\*)/g, ""));
  const text = pieces.map((piece, n) => {
    if (!isText(piece, n)) return piece;
    const words = piece.trim();
    const changed = done ? words.slice(size, -size) : isSo(words) ? words : stars + plain(words) + stars;
    return piece.replace(words, () => changed);
  });
  put(area, start, end, text.join(""));
  area.setSelectionRange(start, start + text.join("").length);
}

function tool(area, name) {
  if (name in STARS) {
    starred(area, STARS[name]);
    return;
  }
  if (name === "table") {
    for (const each of tables.querySelectorAll("textarea, select")) each.value = "";
    tables.querySelector(".pasted")?.remove();
    tables.dataset.for = area.id;
    tables.showModal();
    return;
  }
  const { selectionStart: start, selectionEnd: end, value } = area;
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
  put(area, from, to, text.join(""));
  area.setSelectionRange(from, from + text.join("").length);
}

// The dialogue of a table: rows that are pasted, the entries of a list, or an empty one; it goes below the paragraph.
const tables = document.querySelector("dialog.form");
tables?.addEventListener("click", async ({ target }) => {
  if (target.dataset.table === undefined) return;
  const [rows, listed, columns, lines] = tables.querySelectorAll("textarea, select, input");
  let text = rows.value.trim();
  if (target.dataset.table && (listed.value || text.includes("\t"))) {
    const answer = await posted("chep", listed.value ? { listed: listed.value } : { text: rows.value }).catch(() => null);
    if (answer?.ok) text = (await answer.json()).text;
  } else if (!text) {
    const row = (cell) => `|${` ${cell} |`.repeat(Math.min(Math.max(columns.value, 1), 20))}`;
    text = [row("…"), row("---"), ...Array(Math.min(Math.max(lines.value, 1), 200)).fill(row("…"))].join("\n");
  }
  tables.close();
  if (!target.dataset.table || !text) return;
  const area = document.getElementById(tables.dataset.for);
  const next = area.value.indexOf("\n\n", area.selectionEnd);
  const at = next < 0 ? area.value.trimEnd().length : next;
  put(area, at, at, `${at ? "\n\n" : ""}${text}`);
});

// A chip is one: who deletes its last or first sign deletes all of it.
document.addEventListener("keydown", ({ key, target: area }) => {
  if (!["Backspace", "Delete"].includes(key) || !area.matches("textarea[data-body]") || area.selectionStart !== area.selectionEnd) return;
  const at = area.selectionStart;
  const chip = key === "Delete" ? area.value.slice(at).match(/^‹[^‹›\n]*›/) : area.value.slice(0, at).match(/‹[^‹›\n]*›$/);
  if (chip) area.setSelectionRange(...(key === "Delete" ? [at, at + chip[0].length] : [at - chip[0].length, at]));
});

document.addEventListener("keydown", (event) => {
  const name = { b: "bold", i: "italic" }[event.key.toLowerCase()];
  if (!name || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !event.target.matches("textarea[data-body]")) return;
  event.preventDefault();
  tool(event.target, name);
});

for (const select of document.querySelectorAll("[data-insert]")) {
  select.addEventListener("change", () => {
    const area = document.getElementById(select.closest("[data-for]").dataset.for);
    if (select.value) put(area, area.selectionStart, area.selectionEnd, select.selectedOptions[0].dataset.mark);
    select.value = "";
  });
}
