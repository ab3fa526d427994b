// What came of the checks of an exercise, in the words and classes of the student's feedback page.
import { h, number, plural } from "./dom";
import type { Check, ExerciseResult } from "./protocol";

/** Categories whose message says all, and says it once for all checks. */
const TOLD_ONCE = new Set(["missing", "unwritten", "unreadable", "stopped"]);

export const isBad = (check: Check) => check.outcome === "failed" || check.outcome === "error";
const isLater = (check: Check) => check.outcome === "skipped";
const sum = (checks: Check[]) => checks.reduce((total, check) => total + check.points, 0);

/** Points of checks that the grading decides. */
export const laterPoints = ({ checks }: ExerciseResult) => sum(checks.filter(isLater));

/** How an exercise came out, in a few words. */
export function outcome(exercise: ExerciseResult): string {
  const word = exercise.checks.some(isBad) ? "not yet" : "passed";
  return `${word}, ${number(exercise.score)} of ${plural(exercise.points - laterPoints(exercise), "point")}`;
}

export function summary(exercise: ExerciseResult): HTMLElement {
  const bad = exercise.checks.some(isBad);
  const later = laterPoints(exercise);
  return h(
    "p",
    { class: `summary ${bad ? "bad" : "good"}` },
    h("strong", {}, bad ? "Not yet." : "Passed."),
    ` ${number(exercise.score)} of ${plural(exercise.points - later, "point")}`,
    later > 0 && `, and ${number(later)} graded after submission`,
  );
}

export function details(exercise: ExerciseResult, drawings: Record<string, string>): Node[] {
  const bad = grouped(exercise.checks.filter(isBad));
  return [
    ...bad.map((checks) => (checks.length > 1 ? together(checks) : failure(checks[0], drawings))),
    folded(
      exercise.checks.filter((check) => check.outcome === "passed"),
      "passed",
    ),
    folded(exercise.checks.filter(isLater), "graded after submission"),
  ].filter((node) => node !== null);
}

function grouped(checks: Check[]): Check[][] {
  const groups: Check[][] = [];
  for (const check of checks) {
    const last = groups.at(-1);
    const once = TOLD_ONCE.has(check.category ?? "") && check.counterexample === null;
    if (once && last && last[0].message === check.message) last.push(check);
    else groups.push([check]);
  }
  return groups;
}

function together(checks: Check[]): HTMLElement {
  const worth = `${checks.length} checks, ${plural(sum(checks), "point")}`;
  return h(
    "article",
    { class: "failure" },
    h("h4", {}, mark(checks[0]), " ", checks[0].message, " ", small(worth)),
    folded(checks, "not run or without an answer"),
  );
}

function failure(check: Check, drawings: Record<string, string>): HTMLElement {
  const rows: HTMLElement[] = [];
  const code = (text: string) => h("code", {}, text);
  const row = (name: string, value: Node | string, kind = "") =>
    rows.push(h("div", kind ? { class: kind } : {}, h("dt", {}, name), h("dd", {}, value)));
  check.counterexample?.called.forEach((called, index) => {
    row("You were asked", code(called));
    row("You returned", code(check.counterexample!.returned[index]));
  });
  if (check.message) row("The problem", check.message, "problem");
  if (check.line) {
    const { cell, line, source } = check.line;
    const where = h("span", { class: "place" }, `${cell ? `${cell}, ` : ""}line ${line}`);
    row("Your line", h("span", {}, code(source), where));
  }
  if (check.printed) row("You printed", code(check.printed));
  if (check.mistake) row("Looks like", check.mistake, "mistake");
  if (check.hint) row("Hint", check.hint, "hint");
  const score = `${number(check.score)} of ${plural(check.points, "point")}`;
  const article = h(
    "article",
    { class: "failure" },
    h("h4", {}, mark(check), " ", check.title, " ", small(score)),
    h("dl", {}, ...rows),
  );
  if (drawings[check.name]) {
    const drawing = h("div", { class: "drawing" });
    drawing.innerHTML = drawings[check.name]; // made by autograder.render.svg, which escapes
    article.append(drawing);
  }
  return article;
}

const small = (text: string) => h("span", { class: "points" }, text);

const mark = (check: Check) =>
  h("span", { class: "mark" }, check.outcome === "error" ? "Error" : "Failed");

function folded(checks: Check[], what: string): HTMLElement | null {
  if (!checks.length) return null;
  const items = checks.map((check) => h("li", {}, check.title, " ", small(number(check.points))));
  const name = `${plural(checks.length, "check")} ${what}`;
  return h("details", {}, h("summary", {}, name), h("ul", { class: "checks" }, ...items));
}
