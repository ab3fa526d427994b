// Entries of a legend, each with a sample of what it names.
import * as Plot from "@observablehq/plot";
import { h } from "./dom";
import { colour, dashed, plain, type Style } from "./style";

export interface Key {
  label: string;
  colour: string;
  edge?: string;
  dash?: string;
  symbol?: Plot.SymbolType;
  line?: boolean;
}

/** The entry that a handle asks for. */
export function keyOf({ kind, style }: { kind: string; style: Style }): Key {
  const label = plain(style.label);
  const own = colour(style, "") ?? "currentColor";
  return kind === "line"
    ? { label, colour: own, dash: dashed(style, "", false).dash, line: true }
    : { label, colour: own, symbol: "square" };
}

export function legendEntry(key: Key): HTMLElement {
  const across = { domain: [0, 2], axis: null };
  const stroke = key.colour;
  const line = { stroke, strokeWidth: 2, strokeDasharray: key.dash };
  const sample = Plot.plot({
    width: 30,
    height: 14,
    margin: 0,
    x: across,
    y: across,
    marks: [
      key.line ? Plot.ruleY([1], line) : null,
      key.symbol
        ? Plot.dot([[1, 1]], { symbol: key.symbol, fill: stroke, stroke: key.edge ?? stroke, r: 4 })
        : null,
    ],
  });
  sample.setAttribute("aria-hidden", "true");
  return h("li", {}, sample as unknown as HTMLElement, key.label);
}
