// Drives Chromium over the clerk's page: node page.mjs '{"address": …, "chromium": …, "axe": …, "paths": […], "papers": […]}'
// Prints what it saw as one JSON object; nothing is judged here.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const order = JSON.parse(process.argv[2]);
const base = order.address;
const axe = readFileSync(order.axe, "utf-8");
const seen = { complaints: [], axe: [], wide: [], paper: [], jobs: {} };

const browser = await chromium.launch({
  executablePath: order.chromium,
  args: ["--no-sandbox", "--disable-background-networking"],
});

async function opened(options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(120_000); // a machine that several jobs share is slow at times
  const page = await context.newPage();
  page.on("console", (said) => said.type() === "error" && seen.complaints.push(said.text()));
  page.on("pageerror", (error) => seen.complaints.push(error.message));
  page.on("response", (answer) => answer.status() >= 400 && seen.complaints.push(`${answer.status()} ${answer.url()}`));
  const [name, value] = order.cookie.split("=");
  await context.addCookies([{ name, value, url: `${base}/` }]);
  await page.goto(`${base}/`);
  return page;
}

async function judge(page, name, whole) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) seen.wide.push(`${name}: ${over} px`);
  if (!whole) return;
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await page.evaluate((runOnly) => axe.run({ runOnly }), tags);
  for (const each of found.violations) seen.axe.push(`${name}: ${each.id}: ${each.nodes[0].html.slice(0, 200)}`);
}

// Every screen, loaded once: at 400 % zoom of 1280 px, at the desk, dark; by telephone and on a wide screen for its width alone.
// Unless all is asked for, axe-core judges a screen in one of the three, the next screen in the next.
const looks = [[320, "light", true], [1024, "light", true], [1280, "dark", true], [390, "light", false], [1920, "light", false]];
const screen = await opened({ bypassCSP: true, viewport: { width: 320, height: 900 } });
for (const path of order.paths) {
  await screen.setViewportSize({ width: 320, height: 900 });
  await screen.goto(base + path);
  await screen.evaluate(axe);
  for (const [at, [width, colorScheme, whole]] of looks.entries()) {
    await screen.setViewportSize({ width, height: 900 });
    await screen.emulateMedia({ colorScheme });
    await judge(screen, `${path} ${width} ${colorScheme}`, whole && (order.full || order.paths.indexOf(path) % 3 === at));
  }
}
await screen.context().close();

// On paper: 182 mm of an A4 sheet, where nobody can scroll or press.
const sheet = await opened({ viewport: { width: 688, height: 1009 } });
await sheet.emulateMedia({ media: "print" });
for (const path of order.paths) {
  await sheet.goto(base + path);
  const found = await sheet.evaluate(() => {
    const shown = (each) => each.getClientRects().length > 0;
    const wide = [...document.querySelectorAll("main *")].filter((each) => shown(each) && each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".visually-hidden, svg, input, textarea"));
    const pressed = [...document.querySelectorAll("nav, .button, .skip")].filter(shown);
    return [...wide, ...pressed].slice(0, 3).map((each) => each.outerHTML.slice(0, 120));
  });
  for (const each of found) seen.paper.push(`${path}: ${each}`);
}
await sheet.context().close();

// The jobs, under the page's own content security policy.
const page = await opened({ viewport: { width: 1280, height: 900 } });
const said = () => page.textContent("#said");
const paper = `${base}/van-ban-di/bluezone-2020`;

await page.goto(`${paper}/xem-truoc`);
await page.click('button:has-text("Cập nhật tệp")');
await page.waitForSelector(".run");
await page.waitForSelector(".ended", { timeout: 240000 });
seen.jobs.build = [await page.textContent(".ended-line"), await said()];

await page.goto(`${base}/cai-dat`);
await page.click('button:has-text("Kiểm tra dữ liệu và mẫu")');
await page.waitForSelector(".run");
await page.click("[data-stop]");
await page.waitForSelector(".ended", { timeout: 60000 });
seen.jobs.stop = [await page.textContent(".ended-line"), await said()];

await page.goto(`${base}/kiem-tra`);
await page.setInputFiles("#files", order.papers);
await page.waitForSelector(".ended", { timeout: 120000 });
seen.jobs.check = [await page.textContent(".ended-line"), await said()];
await page.click(".sheet a circle >> nth=0");
seen.jobs.mark = [new URL(page.url()).hash];

// By keyboard alone: from the first screen to a number that is saved.
await page.goto(`${base}/`);
async function tabTo(words) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element.labels?.[0]?.textContent ?? "";
      return `${element.textContent} ${label}`.trim();
    });
    if (at.startsWith(words)) return;
  }
  throw new Error(`the keyboard does not reach ${words}`);
}
async function follow(words) {
  await tabTo(words);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}
await follow("Văn bản đi");
await follow("tăng cường");
await follow("Số, ngày");
await tabTo("Số");
while ((await page.evaluate(() => document.activeElement.id)) !== "so") await page.keyboard.press("Tab");
await page.keyboard.type("123");
await tabTo("Ngày ban hành");
await page.keyboard.type("19/8/2020");
await page.keyboard.press("Enter");
await page.waitForSelector(".ended");
seen.jobs.number = [await page.textContent(".ended-line"), await said()];
seen.jobs.focus = [await page.evaluate(() => document.activeElement.id)];

await browser.close();
console.log(JSON.stringify(seen));
