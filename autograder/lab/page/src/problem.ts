// One problem: its cells in order, statement or editor, and what came of checking them.
import type { EditorView } from "@codemirror/view";
import { Contents } from "./contents";
import { h, number, plural } from "./dom";
import { editor, renumber } from "./editor";
import { draw } from "./figure";
import type { Checked, Drawn, Exercise, ExerciseResult, Lab } from "./protocol";
import { defined, firstLines, parse, serialize, type SourceCell } from "./source";
import { details, inShort, laterPoints, outcome, summary } from "./verdict";

const KEEP_AFTER = 400; // milliseconds without a key

export interface Actions {
  render(markdown: string): string;
  check(files: Record<string, string>, exercise: string | null, checks: number): Promise<Checked>;
  draw(cells: string[]): Promise<Drawn>;
  run(act: () => Promise<string>): Promise<void>;
  keep(problem: string, text: string | null): void;
  scored(): void;
}

export class ProblemView {
  readonly name: string;
  readonly title: string;
  readonly stub: string;
  readonly element: HTMLElement;
  private readonly exercises: Record<string, Exercise>;
  private cells: SourceCell[];
  private results: Record<string, ExerciseResult> = {};
  private places: Record<string, HTMLElement> = {};
  private contents!: Contents; // made with the editors
  private readonly notes = h("div", { class: "notes" });
  private troubles = new Map<SourceCell, HTMLElement>();
  private editors = new Map<SourceCell, EditorView>();
  private timer = 0;
  private opened = false;

  constructor(
    problem: Lab["problems"][number],
    kept: string | null,
    private readonly actions: Actions,
  ) {
    this.name = problem.name;
    this.title = problem.name.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
    this.stub = problem.text;
    this.exercises = problem.exercises;
    this.cells = parse(kept ?? this.stub);
    this.element = h("div", { class: "problem-view", hidden: true });
  }

  get text(): string {
    return serialize(this.cells);
  }

  get touched(): boolean {
    return this.text !== this.stub;
  }

  /** "3 of 14.75", of the checks that can run here. */
  get score(): string {
    const found = Object.values(this.results);
    const possible = Object.entries(this.exercises).map(([name, { points, later }]) => {
      const result = this.results[name];
      return points - (result ? laterPoints(result) : later);
    });
    const total = (values: number[]) => number(values.reduce((sum, value) => sum + value, 0));
    return `${found.length ? total(found.map(({ score }) => score)) : "–"} of ${total(possible)}`;
  }

  /** Make editors when they are first shown. */
  open(): void {
    if (this.opened) return;
    this.opened = true;
    this.places = {};
    this.contents = new Contents(this.name, this.exercises, (name) => this.goTo(name));
    this.editors.clear();
    this.troubles.clear();
    this.element.replaceChildren(
      this.contents.element,
      h("article", { class: "cells" }, this.notes, ...this.body()),
    );
    for (const name of Object.keys(this.results)) this.showResult(name, {});
  }

  replace(text: string | null): void {
    clearTimeout(this.timer);
    this.cells = parse(text ?? this.stub);
    this.results = {};
    this.notes.replaceChildren();
    this.actions.keep(this.name, this.touched ? this.text : null);
    this.opened = false;
    this.actions.scored();
    if (!this.element.hidden) this.open();
  }

  /** Keep what was written last. */
  flush(): void {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.actions.keep(this.name, this.touched ? this.text : null);
  }

  /** Check one exercise, or all, and say in a line what came of it. */
  async check(exercise: string | null): Promise<string> {
    const wanted = exercise === null ? Object.keys(this.exercises) : [exercise];
    const checks = wanted.reduce((sum, name) => sum + this.exercises[name].checks, 0);
    const { report, drawings } = await this.actions.check(
      { [`${this.name}.py`]: this.text },
      exercise,
      checks,
    );
    const problem = report.problems.find(({ name }) => name === this.name);
    this.note(problem?.notes ?? [], report.message);
    const results = problem?.exercises ?? [];
    for (const result of results) {
      this.results[result.name] = result;
      this.showResult(result.name, drawings);
    }
    this.actions.scored();
    const good = results.filter((result) => outcome(result).kind === "good").length;
    if (!results.length) return "Nothing could be checked";
    if (exercise !== null) return `${exercise}: ${inShort(results[0])}`;
    return `${good} of ${plural(results.length, "exercise")} passed`;
  }

  /** Say what could not be run, below the cell where that is. */
  private note(notes: string[], message: string): void {
    const first = firstLines(this.cells);
    for (const place of [this.notes, ...this.troubles.values()]) place.replaceChildren();
    if (message) this.notes.append(h("p", { class: "notice" }, message));
    for (const note of notes) {
      const line = Number(/, line (\d+): /.exec(note)?.[1]);
      const cell = this.cells[first.findLastIndex((start) => start <= line)];
      const place = this.troubles.get(cell) ?? this.notes;
      place.append(h("p", { class: "notice" }, note));
    }
  }

  private showResult(name: string, drawings: Record<string, string>): void {
    const result = this.results[name];
    this.places[name]?.replaceChildren(summary(result), ...details(result, drawings));
    this.contents.mark(name, outcome(result));
  }

  /** Show the code of an exercise and put the cursor there; where there is none, on its button. */
  private goTo(exercise: string): void {
    const place = this.places[exercise];
    const section = place.closest(".code") ?? place.closest("section")!;
    section.scrollIntoView();
    section.querySelector<HTMLElement>(".cm-content, button")!.focus({ preventScroll: true });
  }

  private body(): (HTMLElement | string)[] {
    const own = this.cells.some(({ kind }) => kind === "markdown");
    // A file that was written elsewhere, without the statement, stands below it.
    const before = own ? [] : parse(this.stub).filter(({ kind }) => kind === "markdown");
    const written = new Set<string>();
    const elements = [
      ...before.map((cell) => this.statement(cell)),
      ...this.cells.map((cell) => this.cell(cell, written)),
    ];
    const missing = Object.keys(this.exercises).filter((name) => !written.has(name));
    return [...elements, ...missing.map((name) => this.exercise(name))];
  }

  private cell(cell: SourceCell, written: Set<string>): HTMLElement | string {
    if (!cell.mark && /^(#.*\n?)*$/.test(cell.text)) return ""; // Jupytext's own, before the first
    if (cell.kind === "markdown") return this.statement(cell);
    if (cell.plot) return this.plot(cell);
    const names = defined(cell.text).filter(
      (name) => Object.hasOwn(this.exercises, name) && !written.has(name),
    );
    names.forEach((name) => written.add(name));
    const view = this.editor(cell, names.length ? `Code of ${names.join(", ")}` : "Code", () =>
      this.check(names[0] ?? null),
    );
    const trouble = h("div", { class: "notes" });
    this.troubles.set(cell, trouble);
    return h(
      "section",
      { class: "code" },
      view.dom,
      trouble,
      ...names.map((name) => this.exercise(name)),
    );
  }

  private editor(cell: SourceCell, label: string, act: () => Promise<string>): EditorView {
    const view = editor({
      text: cell.text,
      first: firstLines(this.cells)[this.cells.indexOf(cell)],
      label,
      changed: (text) => {
        const longer = text.split("\n").length !== cell.text.split("\n").length;
        cell.text = text;
        if (longer) this.renumber();
        clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.flush(), KEEP_AFTER);
      },
      run: () => void this.actions.run(act),
    });
    this.editors.set(cell, view);
    return view;
  }

  private renumber(): void {
    const first = firstLines(this.cells);
    // Behind the change that is under way, which no other may interrupt.
    queueMicrotask(() =>
      this.cells.forEach((cell, index) => {
        const view = this.editors.get(cell);
        if (view) renumber(view, first[index]);
      }),
    );
  }

  private statement(cell: SourceCell): HTMLElement {
    const element = h("div", { class: "statement" });
    element.innerHTML = this.actions.render(cell.text);
    return element;
  }

  private exercise(name: string): HTMLElement {
    const press = () => void this.actions.run(() => this.check(name));
    this.places[name] = h("div", { class: "verdict" });
    const button = h("button", { class: "check", click: press }, "Check ", h("code", {}, name));
    return h(
      "section",
      { class: "exercise", "aria-label": `Checks of ${name}` },
      button,
      this.places[name],
    );
  }

  private plot(cell: SourceCell): HTMLElement {
    const place = h("div", { class: "drawn", "aria-live": "polite" });
    const act = async () => {
      const code = this.cells.filter(({ kind }) => kind === "code");
      const cells = code.slice(0, code.indexOf(cell) + 1).map(({ text }) => text);
      const { figures, printed, error } = await this.actions.draw(cells);
      place.replaceChildren(
        ...(error ? [h("p", { class: "notice" }, error)] : []),
        ...(printed ? [h("pre", {}, printed)] : []),
        ...figures.map((figure) => draw(figure, place.clientWidth)),
      );
      return error ? "The plot could not be drawn" : "Drawn";
    };
    const press = () => void this.actions.run(act);
    const view = this.editor(cell, "Code of a plot", act);
    return h(
      "section",
      { class: "code plot" },
      h("details", {}, h("summary", {}, "Code of this plot"), view.dom),
      h("button", { class: "check", click: press }, "Draw"),
      place,
    );
  }
}
