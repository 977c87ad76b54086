// Makes maps/assets/built/ from the page's scripts and style sheets and from Leaflet's: what every page carries, made short.
// Usage: node build.mjs [--check]
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build, transform } from "esbuild";

const ASSETS = new URL("../../maps/assets/", import.meta.url);
const BUILT = new URL("built/", ASSETS);
const SCRIPTS = {
  page: ["lines", "projection", "ground", "drawing", "marks", "labels", "bulk", "panel", "timeline", "table", "story", "chapters", "layers"],
  layers: ["lines", "drawing", "marks", "labels", "guest"],
  review: ["review"],
  theme: ["theme"],
};
const STYLES = { page: ["map", "page"], layers: ["map", "guest"], review: ["review"], noscript: ["noscript"] };
// Rules for parts of Leaflet that the page doesn't have.
const UNUSED = /leaflet-(control-(layers|zoom|attribution)|popup|tooltip|bar\b|touch \.|div-icon|vml)|lvml/;
const LEGAL = "/* Leaflet 1.9, https://leafletjs.com, (c) 2010-2023 Volodymyr Agafonkin, (c) 2010-2011 CloudMade; BSD 2-Clause */\n";
const TARGET = { script: "es2022", style: "chrome111" };
// What no browser of today needs of Leaflet, or the page never does: VML, dragged markers, a marker's own picture, flights, asking where the reader is.
const UNCALLED = ["flyTo", "flyToBounds", "locate", "stopLocate", "_handleGeolocationError", "_handleGeolocationResponse"];
const STUBS = {
  name: "stubs",
  setup(all) {
    all.onLoad({ filter: /SVG\.VML\.js$/ }, () => ({ contents: "export const vmlCreate = null, vmlMixin = {};" }));
    all.onLoad({ filter: /Marker\.Drag\.js$/ }, () => ({ contents: "export const MarkerDrag = null;" }));
    all.onLoad({ filter: /Icon\.Default\.js$/ }, () => ({ contents: "export class IconDefault {}" }));
    all.onLoad({ filter: /map\/Map\.js$/ }, ({ path }) => ({
      contents: UNCALLED.reduce((text, name) => text.replace(new RegExp(`\\n\\t${name}: function[^]*?\\n\\t},?\\n`), "\n"), readFileSync(path, "utf8").replace(/\r/g, "")),
    }));
  },
};

const read = (name) => readFileSync(new URL(name, ASSETS), "utf8");
const joined = (names, ending) => names.map((name) => read(`${name}.${ending}`)).join("\n");
const shorten = async (text, loader) =>
  (await transform(text, { loader, minify: true, legalComments: "none", target: loader === "css" ? TARGET.style : TARGET.script })).code.trim();

async function make() {
  const made = {};
  for (const [name, files] of Object.entries(SCRIPTS)) {
    made[`${name}.js`] = await shorten(`(() => {\n"use strict";\n${joined(files, "js")}\n})();`, "js");
  }
  for (const [name, files] of Object.entries(STYLES)) made[`${name}.css`] = await shorten(joined(files, "css"), "css");
  const leaflet = await build({
    entryPoints: [new URL("leaflet.mjs", import.meta.url).pathname], bundle: true, minify: true, write: false,
    format: "iife", target: TARGET.script, legalComments: "none", plugins: [STUBS],
  });
  made["leaflet.js"] = LEGAL + leaflet.outputFiles[0].text.trim();
  const sheet = readFileSync(new URL("node_modules/leaflet/dist/leaflet.css", import.meta.url), "utf8").replace(/\/\*.*?\*\//gs, "");
  const rules = sheet.match(/[^{}]+\{[^{}]*\}/g).filter((rule) => !UNUSED.test(rule));
  made["leaflet.css"] = await shorten(rules.join("").replace(/(behavior: )?url\([^)]*\)/g, "none"), "css");
  const sources = [...readdirSync(ASSETS).filter((name) => /\.(js|css)$/.test(name)).sort().map((name) => [name, read(name)]),
    ...["build.mjs", "leaflet.mjs"].map((name) => [name, readFileSync(new URL(name, import.meta.url), "utf8")])];
  const sums = sources.map(([name, text]) => [name, createHash("sha256").update(text).digest("hex").slice(0, 16)]);
  made["sources.json"] = `${JSON.stringify(Object.fromEntries(sums), null, 1)}\n`;
  return made;
}

mkdirSync(BUILT, { recursive: true });
for (const [name, text] of Object.entries(await make())) {
  const file = new URL(name, BUILT);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  if (process.argv.includes("--check")) {
    console.error(`maps/assets/built/${name}: differs from its sources; run make assets`);
    process.exitCode = 1;
  } else writeFileSync(file, text);
}
