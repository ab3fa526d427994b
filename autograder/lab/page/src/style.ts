// Colours, lines and markers as matplotlib names them, for SVG.
import type { SymbolType } from "@observablehq/plot";

/** Keyword arguments of a call. */
export type Style = Record<string, any>;

const CYCLE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
const LETTERS: Style = { k: "currentColor", r: "#d62728", b: "#1f77b4", g: "#2ca02c" };
const DASHES: Record<string, string> = {
  "--": "6 4",
  dashed: "6 4",
  ":": "1.5 3",
  dotted: "1.5 3",
  "-.": "6 3 1.5 3",
  dashdot: "6 3 1.5 3",
};
const SYMBOLS: Record<string, SymbolType> = {
  o: "circle",
  ".": "circle",
  s: "square",
  "^": "triangle",
  v: "triangle2" as SymbolType,
  D: "diamond",
  x: "times",
  "+": "plus",
  P: "plus",
  "*": "star",
};
const FORMAT = /^([rgbk])?([o.s^vDx+P*])?(--|-\.|-|:)?([o.s^vDx+P*])?$/;
const GREEK: Record<string, string> = { alpha: "α", beta: "β", sigma: "σ", epsilon: "ε" };
const SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUBSCRIPTS: Record<string, string> = { 0: "₀", 1: "₁", 2: "₂", 3: "₃", 4: "₄", t: "ₜ" };

export function colour(style: Style, format: string): string | undefined {
  const given = style.color ?? style.c ?? FORMAT.exec(format)?.[1];
  if (typeof given !== "string") return undefined;
  const grey = /^0?\.\d+$/.test(given) ? Math.round(Number(given) * 255) : null;
  if (grey !== null) return `rgb(${grey} ${grey} ${grey})`;
  const number = /^C(\d+)$/.exec(given)?.[1];
  if (number) return CYCLE[Number(number) % CYCLE.length];
  // What is nearly black would not be seen in the dark.
  if (/^(black|#000000|#222222)$/.test(given)) return "currentColor";
  return LETTERS[given] ?? given;
}

/** Whether points are joined, and by which dashes. */
export function dashed(
  style: Style,
  format: string,
  hasMarker: boolean,
): { line: boolean; dash?: string } {
  const asked = style.linestyle ?? style.ls ?? FORMAT.exec(format)?.[3];
  const none = asked === "none" || asked === "None" || asked === "";
  // A format that names a marker and no line asks for the markers alone.
  const markersOnly = asked === undefined && hasMarker && format !== "" && !style.marker;
  return { line: !none && !markersOnly, dash: DASHES[asked] };
}

export function marked(style: Style, format: string): SymbolType | undefined {
  const [, , before, , after] = FORMAT.exec(format) ?? [];
  return SYMBOLS[style.marker ?? before ?? after];
}

const superscript = (digits: string) =>
  [...digits].map((digit) => SUPERSCRIPTS["-0123456789".indexOf(digit)]).join("");

/** A tick of a logarithmic axis: powers of ten have one. */
export function powerOfTen(value: number): string {
  const power = Math.log10(value);
  if (Math.abs(power - Math.round(power)) > 1e-9) return "";
  return Math.abs(power) < 3.5
    ? String(Number(value.toPrecision(3)))
    : `10${superscript(power.toFixed(0))}`;
}

/** Text with simple TeX as Unicode. */
export function plain(text: unknown): string {
  return String(text ?? "")
    .replace(/\\(\w+)/g, (_, name) => GREEK[name] ?? name)
    .replace(/\^\{(-?\d+)\}/g, (_, digits: string) => superscript(digits))
    .replace(/_\{?(\w)\}?(?=[^\w]|$)/g, (all, sign) => SUBSCRIPTS[sign] ?? all.replace("_", ""))
    .replace(/[${}]/g, "");
}
