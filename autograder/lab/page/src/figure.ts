// Draws what a plot cell asked of matplotlib, by Observable Plot.
import * as Plot from "@observablehq/plot";
import { h } from "./dom";
import { keyOf, legendEntry, type Key } from "./legend";
import { colour, dashed, marked, plain, powerOfTen, type Style } from "./style";
import type { Call, Figure } from "./protocol";

const PIXELS = 86; // for an inch of matplotlib
const WIDEST = 640;
const STACKED = 560; // below which panels stand below each other
const GAP = 12;

interface Point {
  x: number;
  y: number;
}

/** Draw a figure that has a number of pixels across. */
export function draw(figure: Figure, across: number): HTMLElement {
  const columns = across < STACKED ? 1 : figure.columns;
  const asked = (figure.size[0] / figure.columns) * PIXELS;
  const width = Math.min(WIDEST, asked, across / columns - GAP);
  const height = Math.max(150, ((figure.size[1] / figure.rows) * PIXELS * width) / asked);
  const panels = figure.axes.map((calls) => new Axes(calls).drawn(width, height));
  return h("div", { class: "panels", style: `--columns: ${columns}` }, ...panels);
}

/** The calls on one pair of axes, as marks. What has no method here is named below the drawing. */
class Axes {
  private marks: Plot.Markish[] = [];
  private behind: Plot.Markish[] = [];
  private keys: Key[] = [];
  private legend: Key[] = [];
  private scales: Record<"x" | "y", Plot.ScaleOptions & { [key: string]: unknown }> = {
    x: {},
    y: {},
  };
  private options: Plot.PlotOptions = {};
  private sloped: { through: [number, number]; slope: number; stroke: string } | null = null;
  private rim = { x: 0, y: 0 }; // contours are closed along the border, which is left out
  private title = "";
  private unknown = new Set<string>();
  private colours = 0;

  private readonly methods: Record<string, (args: any[], style: Style) => void> = {
    plot: (args, style) => this.plot(args, style),
    loglog: (args, style) => this.plot(args, style, "x", "y"),
    semilogx: (args, style) => this.plot(args, style, "x"),
    semilogy: (args, style) => this.plot(args, style, "y"),
    scatter: ([x, y], style) => this.scatter([x].flat(), [y].flat(), style),
    bar: ([x, height], style) => this.bar(x, [height].flat(), style),
    contour: (args, style) => this.contour(args, style),
    contourf: (args, style) => this.filled(args, style),
    axhline: ([y = 0], style) => this.rule(Plot.ruleY, y, style),
    axvline: ([x = 0], style) => this.rule(Plot.ruleX, x, style),
    axhspan: ([low, high], style) => this.span(low, high, style),
    axline: ([through], style) => {
      this.sloped = { through, slope: style.slope ?? 1, stroke: this.colour(style) };
    },
    text: ([x, y, text], style) => this.label({ x, y }, text, 0, 6, style),
    annotate: (args, style) => this.annotate(args, style),
    set: (_, style) => {
      for (const [name, value] of Object.entries(style)) this.apply(`set_${name}`, [value], {});
    },
    set_title: ([text]) => (this.title = plain(text)),
    set_xlabel: ([text]) => (this.scales.x.label = plain(text)),
    set_ylabel: ([text]) => (this.scales.y.label = plain(text)),
    set_xlim: (args, { left, right }) => this.limit("x", args, left, right),
    set_ylim: (args, { bottom, top }) => this.limit("y", args, bottom, top),
    set_xscale: ([type]) => (this.scales.x.type = type),
    set_yscale: ([type]) => (this.scales.y.type = type),
    set_xticks: ([ticks]) => (this.scales.x.ticks = ticks),
    set_yticks: ([ticks]) => (this.scales.y.ticks = ticks),
    set_aspect: ([aspect]) => {
      if (aspect === "equal") this.options.aspectRatio = 1;
    },
    invert_xaxis: () => (this.scales.x.reverse = true),
    invert_yaxis: () => (this.scales.y.reverse = true),
    grid: () => (this.options.grid = true),
    margins: () => (this.options.inset = 24),
    legend: (_, { handles }) => (this.legend = handles ? handles.map(keyOf) : this.keys),
  };

  constructor(calls: Call[]) {
    for (const { name, args, kwargs } of calls) this.apply(name, args, kwargs);
  }

  private apply(name: string, args: any[], style: Style): void {
    if (Object.hasOwn(this.methods, name)) this.methods[name](args, style);
    else this.unknown.add(name);
  }

  private colour(style: Style, format = ""): string {
    return colour(style, format) ?? colour({ color: `C${this.colours++}` }, "")!;
  }

  private note(style: Style, key: Omit<Key, "label">): void {
    if (style.label) this.keys.push({ ...key, label: plain(style.label) });
  }

  private plot(given: any[], style: Style, ...logarithmic: ("x" | "y")[]): void {
    for (const axis of logarithmic) this.scales[axis].type = "log";
    const format = typeof given.at(-1) === "string" ? given.at(-1) : "";
    const values = given.filter((value) => typeof value !== "string");
    const ys: number[] = [values.at(-1)].flat(Infinity);
    const xs: number[] = values.length > 1 ? [values[0]].flat(Infinity) : ys.map((_, i) => i);
    const points = xs.map((x, index) => ({ x, y: ys[index] }));
    const stroke = this.colour(style, format);
    const symbol = marked(style, format);
    const { line, dash } = dashed(style, format, symbol !== undefined);
    if (line) {
      const width = style.linewidth ?? 1.8;
      this.marks.push(
        Plot.line(points, { x: "x", y: "y", stroke, strokeWidth: width, strokeDasharray: dash }),
      );
    }
    if (symbol) this.dots(points, symbol, stroke, (style.markersize ?? 7) / 2, style);
    this.note(style, { colour: stroke, edge: edgeOf(style), dash, symbol, line });
  }

  private dots(
    points: Point[],
    symbol: Plot.SymbolType,
    fill: string,
    r: number,
    style: Style,
  ): void {
    const hollow = style.markerfacecolor === "none" || symbol === "times" || symbol === "plus";
    const stroke = edgeOf(style) ?? fill;
    const look = { stroke, fill: hollow ? "none" : fill, strokeWidth: 1.4, opacity: style.alpha };
    this.marks.push(Plot.dot(points, { x: "x", y: "y", symbol, r, ...look }));
  }

  private scatter(xs: number[], ys: number[], style: Style): void {
    const fill = this.colour(style);
    const symbol = marked({ marker: style.marker ?? "o" }, "") ?? "circle";
    const points = xs.map((x, index) => ({ x, y: ys[index] }));
    this.dots(points, symbol, fill, Math.sqrt(style.s ?? 36) / 2, style);
    this.note(style, { colour: fill, symbol });
  }

  private bar(xs: number[], heights: number[], style: Style): void {
    const fill = this.colour(style);
    const half = (style.width ?? 0.8) / 2;
    const bars = xs.map((x, i) => ({ x1: x - half, x2: x + half, y: heights[i] ?? heights[0] }));
    this.marks.push(Plot.rect(bars, { x1: "x1", x2: "x2", y1: 0, y2: "y", fill }));
    this.note(style, { colour: fill, symbol: "square" });
  }

  private contour(args: any[], style: Style): void {
    const { values, ...box } = grid(args);
    this.scales.x.domain ??= [box.x1, box.x2];
    this.scales.y.domain ??= [box.y1, box.y2];
    this.rim = { x: (box.x2 - box.x1) / box.width, y: (box.y2 - box.y1) / box.height };
    this.marks.push(
      Plot.contour(values, {
        ...box,
        clip: true,
        thresholds: style.levels ?? 7,
        fill: "none",
        stroke: this.colour({ color: [style.colors].flat()[0] }),
        strokeWidth: 1.6,
        strokeDasharray: dashed({ linestyle: [style.linestyles].flat()[0] }, "", false).dash,
      }),
    );
  }

  private filled(args: any[], style: Style): void {
    const { values, ...box } = grid(args);
    const levels: number[] = style.levels ?? [Math.min(...values), Math.max(...values)];
    let fill: (number | string)[] = values;
    if (style.colors) {
      const bands = [style.colors].flat();
      const band = (value: number) => levels.findLastIndex((level) => level <= value);
      fill = values.map((value) => bands[Math.max(0, band(value))]);
      this.options.color = { type: "identity" };
    } else {
      const domain = [levels[0], levels.at(-1)!];
      this.options.color = { type: "linear", scheme: "cividis", domain, legend: true };
    }
    this.behind.push(Plot.raster(fill as number[], box));
  }

  private rule(mark: typeof Plot.ruleX | typeof Plot.ruleY, at: number, style: Style): void {
    const stroke = this.colour(style);
    const { dash } = dashed(style, "", false);
    const strokeWidth = style.linewidth ?? 1.5;
    this.behind.push(
      (mark as typeof Plot.ruleX)([at], { stroke, strokeWidth, strokeDasharray: dash }),
    );
    this.note(style, { colour: stroke, dash, line: true });
  }

  private span(low: number, high: number, style: Style): void {
    const fill = "color-mix(in srgb, currentColor 10%, transparent)";
    this.behind.push(Plot.rectY([{ low, high }], { y1: "low", y2: "high", fill }));
    this.note(style, { colour: fill, symbol: "square" });
  }

  private label(at: Point, text: unknown, dx: number, up: number, style: Style = {}): void {
    const paper = { stroke: "var(--paper)", strokeWidth: 4 };
    const fill = colour(style, "") ?? "currentColor";
    const place = { x: "x", y: "y", dx, dy: -up, textAnchor: "start" as const, clip: null };
    this.marks.push(Plot.text([at], { ...place, text: () => plain(text), fill, ...paper }));
  }

  private annotate([text, at, from]: any[], style: Style): void {
    const [x2, y2] = style.xy ?? at;
    const start = style.xytext ?? from;
    if (style.textcoords === "offset points" && start) {
      this.label({ x: x2, y: y2 }, text, start[0], start[1]);
      return;
    }
    const [x1, y1] = start ?? [x2, y2];
    if (style.arrowprops) {
      const stroke = colour(style.arrowprops, "") ?? "currentColor";
      const ends = { x1: "x1", y1: "y1", x2: "x2", y2: "y2" };
      this.marks.push(Plot.arrow([{ x1, y1, x2, y2 }], { ...ends, stroke, strokeWidth: 1.6 }));
    }
    if (text) this.label({ x: x1, y: y1 }, text, 0, 8);
  }

  private limit(axis: "x" | "y", args: any[], low?: number, high?: number): void {
    const [first, second] = Array.isArray(args[0]) ? args[0] : args;
    const from = first ?? low;
    const to = second ?? high;
    if (from !== undefined && to !== undefined) this.scales[axis].domain = [from, to];
    else if (from === 0) this.scales[axis].zero = true;
  }

  private shrunk(axis: "x" | "y"): Plot.ScaleOptions {
    const scale = this.scales[axis];
    if (!this.rim[axis]) return scale;
    const [low, high] = scale.domain as number[];
    return { ...scale, domain: [low + this.rim[axis], high - this.rim[axis]] };
  }

  drawn(width: number, height: number): HTMLElement {
    const { aspectRatio } = this.options;
    const limited = this.scales.x.domain !== undefined || this.scales.y.domain !== undefined;
    const options: Plot.PlotOptions = {
      inset: limited || this.behind.length ? 0 : 8,
      clip: limited,
      ...this.options,
      width,
      height: aspectRatio ? undefined : height,
      marginLeft: 52,
      marginBottom: 40,
      x: {
        ...common(this.scales.x),
        labelAnchor: "center",
        ...this.shrunk("x"),
      } as Plot.PlotOptions["x"],
      y: { ...common(this.scales.y), ...this.shrunk("y") } as Plot.PlotOptions["y"],
      ariaLabel: this.title || "Plot",
    };
    const frame = Plot.frame({ strokeOpacity: 0.25 });
    const marks = [...this.behind, frame, ...this.marks];
    if (this.sloped) {
      const { through, slope, stroke } = this.sloped;
      const [low, high] = Plot.plot({ ...options, marks }).scale("x")!.domain as number[];
      const ends = [low, high].map((x) => [x, through[1] + slope * (x - through[0])]);
      marks.unshift(Plot.line(ends, { stroke, clip: true }));
    }
    const missing = [...this.unknown].join(", ");
    return h(
      "figure",
      {},
      this.title && h("figcaption", {}, this.title),
      Plot.plot({ ...options, marks }),
      this.legend.length > 0 && h("ul", { class: "keys" }, ...this.legend.map(legendEntry)),
      missing && h("p", { class: "place" }, `Not drawn here: ${missing}.`),
    );
  }
}

const common = (scale: Plot.ScaleOptions) => ({
  label: null,
  labelArrow: "none",
  ...(scale.type === "log" ? { tickFormat: powerOfTen } : {}),
});

const edgeOf = (style: Style): string | undefined =>
  style.markeredgecolor === "black" ? "#111" : style.markeredgecolor;

/** The values of a contour over a regular grid. */
function grid(args: any[]) {
  const rows: number[][] = args.length > 2 ? args[2] : args[0];
  const xs: number[] = args.length > 2 ? args[0] : rows[0].map((_, index) => index);
  const ys: number[] = args.length > 2 ? args[1] : rows.map((_, index) => index);
  const size = { width: xs.length, height: ys.length };
  return { values: rows.flat(), ...size, x1: xs[0], x2: xs.at(-1)!, y1: ys[0], y2: ys.at(-1)! };
}
