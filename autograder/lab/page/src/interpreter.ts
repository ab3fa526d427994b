// The web worker: Pyodide with the engine, the checks and the submission.
import { loadPyodide } from "pyodide";
import { info } from "pyodide/pyodide-lock.json";
import type { FromPage, FromPython, Runtime } from "./protocol";

const MAX_MEMORY = 1.25 * 2 ** 30; // bytes, as much as a submission gets where it is graded
const ROOT = "http://runtime.invalid/"; // nothing is fetched from there: see `offline`
declare function importScripts(address: string): void;

const post = (message: FromPython) => self.postMessage(message);

let desk: any;
let heap = () => 0;

self.onmessage = async ({ data }: MessageEvent<FromPage>) => {
  try {
    if (data.kind === "boot") {
      await boot(data.runtime, data.assignment);
      post({ kind: "ready" });
    } else {
      const result: string = data.kind === "check" ? checked(data) : desk.draw(data.cells);
      post({ kind: "answer", result, heap: heap() });
    }
  } catch (error) {
    post({ kind: "failed", text: String((error as Error).message ?? error) });
  }
};

function checked(asked: Extract<FromPage, { kind: "check" }>): string {
  const { files, exercise, stops, patience } = asked;
  const options = patience === undefined ? {} : { patience };
  return desk.check.callKwargs(files, exercise ?? undefined, stops, options);
}

async function boot(runtime: Runtime, assignment: string): Promise<void> {
  limitMemory();
  offline(runtime);
  const script = new Blob([runtime.script], { type: "text/javascript" });
  importScripts(URL.createObjectURL(script)); // of the page itself, where that was opened from a disk
  const python = await loadPyodide({ indexURL: ROOT });
  python.unpackArchive(new Uint8Array(runtime.site), "zip", { extractDir: "/lab" });
  python.globals.set("tell", (text: string) => post(JSON.parse(text)));
  python.runPython(`
import sys
sys.path.insert(0, "/lab/site")
from autograder.lab.desk import Desk
desk = Desk("/lab/assignment/" + ${JSON.stringify(assignment)}, "/lab/cache", tell)
`);
  desk = python.globals.get("desk");
  heap = () => (python as any)._module.HEAP8.length;
}

/** Let allocations beyond a limit fail, which Python tells as a MemoryError. */
function limitMemory(): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    if (this.buffer.byteLength + pages * 2 ** 16 > MAX_MEMORY)
      throw new RangeError("memory is used up");
    return grow.call(this, pages);
  };
}

/** Give Pyodide its files from memory. It asks for them by these names. */
function offline(runtime: Runtime): void {
  const bodies: Record<string, BodyInit> = {
    "python_stdlib.zip": runtime.stdlib,
    "pyodide-lock.json": JSON.stringify({ info, packages: {} }),
    "pyodide.asm.wasm": "",
  };
  self.fetch = async (address) => {
    const body = bodies[String(address).replace(ROOT, "")];
    if (body === undefined) throw new TypeError(`${address} is not part of this page`);
    return new Response(body);
  };
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module: runtime.wasm,
    instance: await WebAssembly.instantiate(runtime.wasm, imports),
  });
}
