// A problem as a file: cells in Jupytext's percent format, which come back byte for byte.

export interface SourceCell {
  mark: string; // its first line; empty before the first mark
  kind: "markdown" | "code";
  plot: boolean;
  text: string; // code, or Markdown without comment signs
  tail: string; // blank lines behind it
}

const MARK = /^# ?%%(.*)$/;
const CHECK_CELL = /^(check\(|from autograder\.notebook import check\s*$)/m;

export function parse(file: string): SourceCell[] {
  const cells: { mark: string; lines: string[] }[] = [{ mark: "", lines: [] }];
  for (const line of file.replace(/\r\n?/g, "\n").split("\n")) {
    if (MARK.test(line)) cells.push({ mark: line, lines: [] });
    else cells[cells.length - 1].lines.push(line);
  }
  return cells.filter(({ mark, lines }) => mark || lines.some((line) => line.trim())).map(cell);
}

function cell({ mark, lines }: { mark: string; lines: string[] }): SourceCell {
  const all = lines.join("\n");
  const body = all.replace(/\s*$/, "");
  const kind = /\[(markdown|md)\]/.test(mark) ? "markdown" : "code";
  return {
    mark,
    kind,
    plot: /tags=\[[^\]]*"plot"/.test(mark),
    text: kind === "code" ? body : body.replace(/^# ?/gm, ""),
    tail: all.slice(body.length),
  };
}

export function serialize(cells: SourceCell[]): string {
  return cells
    .map(({ mark, kind, text, tail }) => {
      const body = kind === "code" ? text : text.replace(/^(?=.)/gm, "# ").replace(/^$/gm, "#");
      return [...(mark ? [mark] : []), ...(body || tail ? [body + tail] : [])].join("\n");
    })
    .join("\n");
}

/** Return a notebook as such a file, without the cells that only check. */
export function fromNotebook(text: string): string {
  const cells: SourceCell[] = [];
  for (const { cell_type, source, metadata } of JSON.parse(text).cells ?? []) {
    const body = Array.isArray(source) ? source.join("") : String(source);
    if (cell_type === "code" && CHECK_CELL.test(body)) continue;
    if (cell_type !== "code" && cell_type !== "markdown") continue;
    const plot = metadata?.tags?.includes("plot") ?? false;
    const mark = `# %%${cell_type === "markdown" ? " [markdown]" : plot ? ' tags=["plot"]' : ""}`;
    cells.push({ mark, kind: cell_type, plot, text: body.trimEnd(), tail: "\n" });
  }
  return `${serialize(cells)}\n`;
}

/** Names of the functions that code defines at its left margin. */
export function defined(code: string): string[] {
  return [...code.matchAll(/^(?:async )?def (\w+)/gm)].map(([, name]) => name);
}

const lines = (text: string) => text.split("\n").length;

/** Return for each cell the number of the first line of its text in the file. */
export function firstLines(cells: SourceCell[]): number[] {
  let next = 1;
  return cells.map((cell) => {
    const first = next + (cell.mark ? 1 : 0);
    next += lines(serialize([cell]));
    return first;
  });
}
