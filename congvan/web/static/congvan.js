// The page's own script: progress of runs, drop zones, what is said to screen readers. No library but htmx, no build step.
"use strict";

const csrf = () => document.querySelector('meta[name="csrf"]').content;

// Say something once, to whoever listens instead of looking.
function say(words) {
  document.getElementById("said").textContent = words;
}

// Tell where an outcome would stand why there is none.
function failed(region, words) {
  const told = document.createElement("div");
  told.className = "ended bad";
  told.tabIndex = -1;
  told.dataset.said = words;
  told.textContent = words;
  region.replaceChildren(told);
}

// ---- The program stopped and started again: the page goes on ----------------------------------------------------------

const AGAIN = 2000; // ms between two looks whether the program runs

// The page lives below a path that nobody else knows. A new start of the program has another: the tab that it opens
// tells those that are open already, and they go on there with all that is typed in them.
let place = location.pathname.match(/^\/[0-9a-f]{32}/)[0];
const local = () => location.pathname.slice(place.length);
const tabs = new BroadcastChannel("congvan");
tabs.onmessage = ({ data }) => (data === "?" ? tabs.postMessage(place) : data !== place && moveTo(data));
tabs.postMessage(place);

async function moveTo(next) {
  const before = place;
  place = next;
  if (!(await isLetIn().catch(() => false))) {
    place = before;
    return;
  }
  history.replaceState(history.state, "", place + location.pathname.slice(before.length) + location.search + location.hash);
  for (const each of document.querySelectorAll("*"))
    for (const one of each.attributes) if (one.value.startsWith(`${before}/`)) one.value = place + one.value.slice(before.length);
  isBack();
}

// Ask the program. Where it was started again, the page takes the token of the new start and asks once more.
// `leaving`: also while the page is left, which browsers allow for little.
async function ask(address, options, leaving = false) {
  let answer;
  try {
    answer = await (leaving ? fetch(address, { ...options(), keepalive: true }).catch(() => fetch(address, options())) : fetch(address, options()));
  } catch (error) {
    lost();
    throw error;
  }
  if (answer.status !== 403) return answer;
  if (await isLetIn()) return fetch(address, options());
  lost();
  return answer;
}

// Whether the browser's cookie is still good; if it is, the page has the token of its forms anew.
async function isLetIn() {
  const answer = await fetch(`${place}/`, { cache: "no-store" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('meta[name="csrf"]')?.content;
  if (!token) return false;
  document.querySelector('meta[name="csrf"]').content = token;
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRF-Token": token }));
  return true;
}

let waiting = null; // the line that says that the program does not answer

function isBack() {
  waiting?.remove();
  waiting = null;
  say(document.body.dataset.back);
  document.dispatchEvent(new Event("congvan:back"));
}

function lost() {
  if (waiting) return;
  waiting = document.createElement("p");
  waiting.className = "warn lost";
  waiting.setAttribute("role", "alert");
  waiting.textContent = document.body.dataset.stopped;
  document.querySelector("main").before(waiting);
  setTimeout(lookAgain, AGAIN);
}

async function lookAgain() {
  if (!waiting) return;
  let words = document.body.dataset.letIn;
  try {
    if (await isLetIn()) return isBack();
  } catch {
    words = document.body.dataset.stopped;
  }
  if (waiting) waiting.textContent = words;
  setTimeout(lookAgain, AGAIN);
}

document.addEventListener("htmx:error", () => fetch("/health").catch(lost));

// ---- Runs: <div class="run" data-run="ID"> appears where an act was started ------------------------------------------

function follow(run) {
  const id = run.dataset.run;
  const region = run.closest(".outcome");
  const bar = run.querySelector("progress");
  const events = new EventSource(`${place}/chay/${id}/su-kien`);
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    if (state.title) run.querySelector(".run-title").textContent = state.title;
    if (state.total) {
      bar.max = state.total;
      bar.value = state.done;
      run.querySelector(".run-count").textContent = `${state.done} / ${state.total}`;
    }
    if (state.ended) {
      events.close();
      show(id, region);
    }
  };
  run.querySelector("[data-stop]").addEventListener("click", (click) => {
    click.currentTarget.disabled = true;
    ask(`${place}/chay/${id}/dung`, () => ({ method: "POST", headers: { "X-CSRF-Token": csrf() } }));
  });
}

async function show(id, region) {
  const held = region.contains(document.activeElement);
  const answer = await fetch(`${place}/chay/${id}`, { headers: { "HX-Request": "true" } });
  region.innerHTML = await answer.text();
  htmx.process(region);
  if (held) region.querySelector(".ended")?.focus();
  if (region.querySelector('.ended.good[data-act="import"]')) location.reload(); // the list stands above
  if (region.querySelector(".ended.good")) document.dispatchEvent(new Event("congvan:done"));
  await followUp();
}

// What the page tells of the project follows what was done, without the page being read again: counts, states, stamps.
// No field stands in them. `congvan:followed` has the page as it is now.
async function followUp() {
  const regions = [...document.querySelectorAll("[data-follows]")];
  const answer = regions.length ? await fetch(location.href, { headers: { "HX-Request": "true" } }) : null;
  if (!answer?.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of regions) {
    const next = now.querySelector(`[data-follows="${old.dataset.follows}"]`);
    if (!next || next.isEqualNode(old)) continue;
    const held = old.contains(document.activeElement);
    old.replaceWith(next);
    htmx.process(next);
    if (held) document.querySelector(".ended")?.focus();
  }
  document.dispatchEvent(new CustomEvent("congvan:followed", { detail: now }));
}

document.addEventListener("htmx:finally:request", (event) => {
  if (event.detail.ctx.request.method === "POST") followUp();
});

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (!(node instanceof Element)) continue;
      for (const run of [node, ...node.querySelectorAll(".run")]) if (run.matches(".run[data-run]")) follow(run);
      for (const ended of [node, ...node.querySelectorAll("[data-said]")]) if (ended.dataset.said) say(ended.dataset.said);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });

// One press for the same button of many forms, one after the other; each tells beside itself what it did.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-press]");
  if (!button) return;
  button.disabled = true;
  for (const each of document.querySelectorAll(button.dataset.press)) {
    const note = each.form.nextElementSibling;
    each.click();
    await new Promise((done) => {
      const seen = new MutationObserver(() => (seen.disconnect(), done()));
      seen.observe(note, { childList: true });
      setTimeout(done, 10000);
    });
  }
});

// ---- Drop zones: every one has its buttons too -----------------------------------------------------------------------

// The files of a dropped folder, at any depth.
async function inside(entry) {
  if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return files;
    for (const each of some) files.push(...(await inside(each)));
  }
}

async function send(form, files) {
  const region = form.nextElementSibling;
  const { most, large } = document.body.dataset;
  if (files.reduce((sum, file) => sum + file.size, 0) > Number(most)) return failed(region, large); // else sent for nothing
  const body = new FormData(form); // the fields beside the files
  body.delete("files");
  for (const file of files) body.append("files", file, file.webkitRelativePath || file.name);
  const answer = await ask(form.dataset.drop, () => ({
    method: "POST",
    body,
    headers: { "X-CSRF-Token": csrf(), "HX-Request": "true" },
  }));
  region.innerHTML = await answer.text();
  htmx.process(region);
}

for (const form of document.querySelectorAll("[data-drop]")) {
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const files = [];
    for (const entry of entries) files.push(...(await inside(entry)));
    if (files.length) send(form, files);
  });
  for (const input of form.querySelectorAll('input[type="file"]')) {
    if ("folder" in input.dataset) input.webkitdirectory = true;
    input.addEventListener("change", () => {
      if (input.files.length) send(form, [...input.files]);
      input.value = "";
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
}

// ---- A screen as a paper: what is folded is opened, as paper does not unfold ------------------------------------------

for (const button of document.querySelectorAll("[data-paper]")) button.addEventListener("click", () => window.print());
window.addEventListener("beforeprint", () => {
  if (!document.querySelector("[data-paper]")) return;
  for (const folded of document.querySelectorAll("table details")) folded.open = true;
});
