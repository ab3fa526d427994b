// Files that come from a disk, and go to one.
import { strToU8, unzipSync, zipSync } from "fflate";
import { h } from "./dom";
import type { Lab } from "./protocol";
import { defined, fromNotebook } from "./source";

export interface Found {
  texts: Record<string, string>; // by problem
  complaints: string[];
}

export function save(name: string, data: BlobPart, type: string): void {
  const link = h("a", { href: URL.createObjectURL(new Blob([data], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function saveZip(name: string, texts: Record<string, string>): void {
  const files = Object.entries(texts).map(([file, text]) => [file, strToU8(text)]);
  save(name, zipSync(Object.fromEntries(files)) as Uint8Array<ArrayBuffer>, "application/zip");
}

/** Find the problems that scripts, notebooks and archives of them hold. */
export async function read(files: File[], problems: Lab["problems"]): Promise<Found> {
  const found: Found = { texts: {}, complaints: [] };
  const take = (name: string, data: Uint8Array) => {
    const [, stem, suffix] = /([^/\\]+)\.(py|ipynb)$/.exec(name) ?? [];
    if (!stem) return;
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(data);
      const code = suffix === "ipynb" ? fromNotebook(text) : text;
      const problem = problemOf(stem, code, problems);
      if (!problem) found.complaints.push(`${name} holds no exercise of this homework.`);
      else if (Object.hasOwn(found.texts, problem))
        found.complaints.push(`${name} is left out: another file holds ${problem}, too.`);
      else found.texts[problem] = code;
    } catch {
      found.complaints.push(`${name} could not be read.`);
    }
  };
  for (const file of files) {
    const data = new Uint8Array(await file.arrayBuffer());
    if (!file.name.endsWith(".zip")) take(file.name, data);
    else
      try {
        for (const [name, member] of Object.entries(unzipSync(data))) take(name, member);
      } catch {
        found.complaints.push(`${file.name} could not be read as a zip.`);
      }
  }
  return found;
}

/** Tell a problem by the name of its file, or else by what is defined in it. */
function problemOf(stem: string, code: string, problems: Lab["problems"]): string | undefined {
  const name = stem.replace(/ ?\(\d+\)$/, ""); // browsers number what is downloaded again
  const names = defined(code);
  const defines = ({ exercises }: Lab["problems"][number]) =>
    names.some((each) => Object.hasOwn(exercises, each));
  return (problems.find((problem) => problem.name === name) ?? problems.find(defines))?.name;
}
