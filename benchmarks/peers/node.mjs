// docxtemplater and easy-template-x: the letter with tags; loops over the list of receivers and the rows of the table.
// node node.mjs docxtemplater|easy-template-x N OUT FOLDER warm|cold CAP; prints what measure.py prints.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [tool, count, out, folder, mode, cap] = process.argv.slice(2);
const n = Number(count);
const WARM_UP = 10;

const { base } = JSON.parse(fs.readFileSync(path.join(folder, "letter.json"), "utf8"));
const rows = base.attachments[0].table.rows.map((row) => ({ tt: row[0] }));
const all = JSON.parse(fs.readFileSync(path.join(folder, "letter-records.json"), "utf8"));
const records = all.map((r) => ({ ...r, noi_nhan: r.noi_nhan.map((text) => ({ text })), rows }));
const template = fs.readFileSync(path.join(folder, "letter-tags.docx"));

let render;
if (tool === "docxtemplater") {
  const PizZip = require("pizzip");
  const Docxtemplater = require("docxtemplater");
  render = async (record) => {
    const made = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
    made.render(record);
    return made.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  };
} else {
  const { TemplateHandler } = require("easy-template-x");
  const handler = new TemplateHandler();
  render = (record) => handler.process(template, record);
}

fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
if (mode === "warm") {
  for (let i = 0; i < WARM_UP; i++) fs.writeFileSync(path.join(out, `w${i}.docx`), await render(records[n + i]));
}
const started = performance.now();
const began = process.cpuUsage();
let made = 0;
while (made < n) {
  fs.writeFileSync(path.join(out, `${String(made + 1).padStart(5, "0")}.docx`), await render(records[made]));
  made++;
  if (performance.now() - started > Number(cap) * 1000) break;
}
const loop = (performance.now() - started) / 1000;
const used = process.cpuUsage(began);
const peak = Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
console.log(JSON.stringify({ loop_s: loop, cpu_s: (used.user + used.system) / 1e6, made, peak_mib: peak }));
process.exit(0);
