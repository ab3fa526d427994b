// Precompiles the standard library and the packages: node compile.mjs SITE_ZIP OUT_FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";

const [site, out] = process.argv.slice(2);
const runtime = join(import.meta.dirname, "node_modules", "pyodide");
const python = await loadPyodide({ indexURL: runtime });
python.runPython(readFileSync(join(import.meta.dirname, "precompile.py"), "utf8"));
const tuple = python.globals.get("tuple");
const precompile = python.globals.get("precompile");

function write(source, target, root, kept) {
  const archive = python.toPy(new Uint8Array(readFileSync(source)));
  writeFileSync(join(out, target), precompile(archive.tobytes(), root, tuple(kept)).toJs());
}

write(join(runtime, "python_stdlib.zip"), "python_stdlib.zip", "/lib/python312.zip", []);
write(site, "site.zip", "/lab", ["site/autograder/", "assignment/"]);
