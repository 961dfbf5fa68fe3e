// Writes the text of each PDF named on the command line as pdf.js reads it: a JSON list with a list of pages for each.
import { readFile } from "node:fs/promises";

for (const name of ["DOMMatrix", "ImageData", "Path2D"]) globalThis[name] ??= class {}; // to draw; nothing is drawn here
const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");

const read = async (path) => {
  const data = new Uint8Array(await readFile(path));
  const pdf = await getDocument({ data, verbosity: VerbosityLevel.ERRORS, useSystemFonts: false }).promise;
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    pages.push(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""));
  }
  return pages;
};
const found = [];
for (const path of process.argv.slice(2)) found.push(await read(path));
console.log(JSON.stringify(found));
