// What came of the checks of an exercise, in the words and classes of the student's feedback page.
import { h, number, plural } from "./dom";
import type { Check, ExerciseResult } from "./protocol";

/** Categories whose message says all, and says it once for all checks. */
const TOLD_ONCE = new Set(["missing", "unwritten", "unreadable", "stopped"]);

/** The message of a check that needs the reference solution. */
const LATER = "graded after submission";

const isBad = (check: Check) => check.outcome === "failed" || check.outcome === "error";
const isLater = (check: Check) => check.outcome === "skipped";
const sum = (checks: Check[]) => checks.reduce((total, check) => total + check.points, 0);

/** Points of checks that the grading decides. */
export const laterPoints = ({ checks }: ExerciseResult) => sum(checks.filter(isLater));

/** What came of an exercise: a class of the style, a sign for the list, and words. */
export interface Outcome {
  kind: "good" | "bad" | "open";
  sign: string;
  words: string;
}

export function outcome({ checks }: ExerciseResult): Outcome {
  const bad = checks.filter(isBad);
  if (bad.length > 0 && bad.every(({ category }) => category === "unwritten"))
    return { kind: "open", sign: "·", words: "not written yet" };
  if (bad.length > 0) return { kind: "bad", sign: "✗", words: "not yet" };
  if (checks.every(isLater)) return { kind: "open", sign: "·", words: LATER };
  return { kind: "good", sign: "✓", words: "passed" };
}

/** "1.25 of 1.25 points", of the checks that can run here, or else of those that cannot. */
function pointsOf(exercise: ExerciseResult): string {
  const possible = exercise.points - laterPoints(exercise);
  if (possible === 0) return plural(exercise.points, "point");
  return `${number(exercise.score)} of ${plural(possible, "point")}`;
}

/** "passed, 1.25 of 1.25 points" */
export const inShort = (exercise: ExerciseResult) =>
  `${outcome(exercise).words}, ${pointsOf(exercise)}`;

export function summary(exercise: ExerciseResult): HTMLElement {
  const { kind, words } = outcome(exercise);
  const later = laterPoints(exercise);
  return h(
    "p",
    { class: `summary ${kind}` },
    h("strong", {}, `${words[0].toUpperCase()}${words.slice(1)}.`),
    ` ${pointsOf(exercise)}`,
    later > 0 && later < exercise.points && `, and ${number(later)} ${LATER}`,
  );
}

export function details(exercise: ExerciseResult, drawings: Record<string, string>): Node[] {
  const bad = grouped(exercise.checks.filter(isBad));
  return [
    ...bad.map((checks) => (checks.length > 1 ? together(checks) : failure(checks[0], drawings))),
    folded(
      exercise.checks.filter(({ outcome }) => outcome === "passed"),
      "passed",
    ),
    folded(exercise.checks.filter(isLater), LATER),
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
    const where = small(`${cell ? `${cell}, ` : ""}line ${line}`);
    row("Your line", h("span", {}, code(source), " ", where));
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
  const items = checks.map((check) =>
    h("li", {}, check.title, " ", small(number(check.points)), reason(check)),
  );
  const name = `${plural(checks.length, "check")} ${what}`;
  return h("details", {}, h("summary", {}, name), h("ul", { class: "checks" }, ...items));
}

/** Why a check is left to the grading, where that is not because of the reference solution. */
const reason = (check: Check) =>
  isLater(check) && check.message !== LATER && h("div", { class: "explanation" }, check.message);
