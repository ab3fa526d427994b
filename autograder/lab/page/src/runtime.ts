// Where the parts of the runtime come from: files beside the page, or the page itself.
import type { Runtime } from "./protocol";

const GZIP = [0x1f, 0x8b];

export async function loadRuntime(progress: (share: number) => void): Promise<Runtime> {
  const names = ["wasm", "script", "stdlib", "site"];
  const shares = names.map(() => 0);
  const load = async (name: string, index: number) => {
    const data = await part(name, (share) => {
      shares[index] = share;
      progress(shares.reduce((sum, each) => sum + each) / shares.length);
    });
    return isGzip(data) ? unzipped(data) : data; // some hosts unzip what they send
  };
  const [wasm, script, stdlib, site] = await Promise.all(names.map(load));
  return { wasm: await WebAssembly.compile(wasm), script, stdlib, site };
}

async function part(name: string, progress: (share: number) => void): Promise<ArrayBuffer> {
  const inside = document.getElementById(`runtime-${name}`);
  if (inside !== null) {
    const data = `data:application/octet-stream;base64,${inside.textContent.trim()}`;
    inside.remove(); // megabytes of text that nobody reads again
    return (await fetch(data)).arrayBuffer();
  }
  const answer = await fetch(`runtime/${name}.bin`);
  if (!answer.ok || answer.body === null) {
    throw new Error(`runtime/${name}.bin is missing beside this page (${answer.status})`);
  }
  const total = Number(answer.headers.get("Content-Length")) || Infinity;
  let received = 0;
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      received += chunk.length;
      progress(Math.min(1, received / total));
      controller.enqueue(chunk);
    },
  });
  return new Response(answer.body.pipeThrough(counting)).arrayBuffer();
}

function isGzip(data: ArrayBuffer): boolean {
  const start = new Uint8Array(data, 0, 2);
  return GZIP.every((byte, index) => start[index] === byte);
}

function unzipped(data: ArrayBuffer): Promise<ArrayBuffer> {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
