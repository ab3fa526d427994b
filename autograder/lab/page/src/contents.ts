// The exercises of a problem, as links to their code, each with a mark of what came of it.
import { h, number } from "./dom";
import type { Exercise } from "./protocol";
import type { Outcome } from "./verdict";

export class Contents {
  readonly element: HTMLElement;
  private readonly marks: Record<string, HTMLElement> = {};

  constructor(problem: string, exercises: Record<string, Exercise>, goTo: (name: string) => void) {
    const items = Object.entries(exercises).map(([name, { points }]) => {
      const mark = h("span", { class: "mark-of", role: "img", "aria-label": "not checked" }, "·");
      this.marks[name] = mark;
      const go = (event: Event) => {
        event.preventDefault();
        goTo(name);
      };
      const link = h("a", { href: `#${problem}/${name}`, click: go }, h("code", {}, name));
      return h("li", {}, mark, link, h("span", { class: "points" }, number(points)));
    });
    const open = matchMedia("(min-width: 60rem)").matches;
    this.element = h(
      "nav",
      { class: "contents", "aria-label": "Exercises" },
      h("details", { open }, h("summary", {}, "Exercises"), h("ol", {}, ...items)),
    );
  }

  mark(exercise: string, { kind, sign, words }: Outcome): void {
    const mark = this.marks[exercise];
    mark.className = `mark-of ${kind}`;
    mark.textContent = sign;
    mark.setAttribute("aria-label", words);
  }
}
