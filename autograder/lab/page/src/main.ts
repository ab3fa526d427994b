// The page: a homework's problems, each as statement and editors, with verdicts below.
import { h, number, plural } from "./dom";
import { read, save, saveZip } from "./files";
import { ProblemView, type Actions } from "./problem";
import type { Lab } from "./protocol";
import { Python, Stopped, type Watcher } from "./python";
import { loadRuntime } from "./runtime";
import { statements } from "./statement";
import { Storage } from "./storage";
import "./page.css";
import "./lab.css";

const lab: Lab = JSON.parse(document.getElementById("lab")!.textContent);
const title = lab.assignment.replace(/[_-]/g, " ").replace(/(\D)(\d)/, "$1 $2");
document.title = title[0].toUpperCase() + title.slice(1);

const storage = new Storage(lab.assignment);
const render = statements(lab.figures);
let done = 0; // checks of this run
let expected = 0;
let running = false;

// The bar at the top

const status = h("p", { class: "status" }, "Loading Python");
const voice = h("p", { class: "unseen", role: "status" }); // for screen readers: no progress
const meter = h("progress", { max: "1", value: "0", "aria-label": "Progress" });
const checkAll = h(
  "button",
  { class: "primary", click: () => run(() => current.check(null)) },
  "Check this problem",
);
const stop = h("button", { disabled: true, click: () => python.stop() }, "Stop");
const note = h("p", { class: "notice", role: "alert", hidden: true });

function say(text: string, share: number | null = null): void {
  status.textContent = text;
  meter.hidden = share === null;
  if (share === null) voice.textContent = text;
  else meter.value = share;
}

function warn(text: string): void {
  note.textContent = text;
  note.hidden = !text;
}

const watcher: Watcher = {
  state(text, state) {
    document.body.dataset.python = state;
    if (state === "loading") say(text, 0);
    else if (running) say("Starting", 0);
    else if (state === "broken" || status.textContent.startsWith("Loading")) say(text);
  },
  checked() {
    done += 1;
    say(`Checking: ${done} of ${plural(expected, "check")}`, Math.min(1, done / expected));
  },
  waiting(seconds, limit) {
    const text = `Your code has been running for ${Math.floor(seconds)} s`;
    say(`${text}; it is stopped at ${limit} s`, seconds / limit);
  },
};

const python = new Python(
  loadRuntime((share) => say(`Loading Python: ${Math.round(100 * share)} %`, share)),
  lab.assignment,
  watcher,
);

/** Let one thing run at a time; what it returns is said at the end. */
async function run(act: () => Promise<string>): Promise<void> {
  if (running) return;
  running = true;
  done = 0;
  block(true);
  warn("");
  if (document.body.dataset.python === "ready") say("Starting", 0);
  try {
    say(await act());
  } catch (error) {
    if (error instanceof Stopped) say("Stopped");
    else {
      say("Failed");
      warn(`The lab itself failed: ${(error as Error).message}`);
    }
  } finally {
    running = false;
    block(false);
  }
}

/** Let only Stop be pressed while something runs. */
function block(blocked: boolean): void {
  document.body.toggleAttribute("data-running", blocked);
  stop.disabled = !blocked;
  for (const button of document.querySelectorAll("button.check, button.primary")) {
    if (blocked) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

// Problems

const actions: Actions = {
  render,
  check: (files, exercise, checks) => {
    expected = checks;
    return python.check(files, exercise);
  },
  draw: (cells) => {
    say("Drawing");
    return python.draw(cells);
  },
  run,
  keep(problem, text) {
    if (!storage.set(problem, text)) {
      warn("This browser keeps nothing for this page. Download your work before you close it.");
    }
  },
  scored: () => showScores(),
};
const views = lab.problems.map(
  (problem) => new ProblemView(problem, storage.get(problem.name), actions),
);
let current = views[0];

const tabs = views.map((view) => {
  const score = h("span", { class: "points" });
  const tab = h("a", { href: `#${view.name}` }, view.title, " ", score);
  return { view, tab, score };
});

function showScores(): void {
  for (const { view, score } of tabs) score.textContent = view.score;
}

function show(): void {
  const name = decodeURIComponent(location.hash.slice(1)).split("/")[0];
  current = views.find((view) => view.name === name) ?? views[0];
  for (const { view, tab } of tabs) {
    if (view === current) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
    view.element.hidden = view !== current;
  }
  current.open();
}

// Files

const picker = h("input", {
  type: "file",
  accept: ".py,.ipynb,.zip",
  multiple: true,
  hidden: true,
  change: () => void upload([...picker.files!]),
});

function downloadAll(): void {
  const written = views.filter((view) => view.touched);
  if (!written.length) return warn("Nothing is written yet, so there is nothing to hand in.");
  const texts = Object.fromEntries(written.map((view) => [`${view.name}.py`, view.text]));
  saveZip(`${lab.assignment}.zip`, texts);
  say(`Downloaded ${written.map((view) => view.title).join(", ")}`);
}

async function upload(files: File[]): Promise<void> {
  const { texts, complaints } = await read(files, lab.problems);
  const loaded = views.filter((view) => Object.hasOwn(texts, view.name));
  const replaced = loaded.filter((view) => view.touched).map((view) => view.title);
  picker.value = "";
  warn(complaints.join(" "));
  if (!loaded.length) return;
  if (replaced.length && !confirm(`Replace what you have written for ${replaced.join(", ")}?`))
    return;
  for (const view of loaded) view.replace(texts[view.name]);
  say(`Loaded ${loaded.map((view) => view.title).join(", ")}`);
}

function startOver(): void {
  const question = `Throw away what you have written for ${current.title}?`;
  if (confirm(question)) current.replace(null);
}

storage.watch((problem) => {
  if (
    views.some((view) => view.name === problem && view.text !== (storage.get(problem) ?? view.stub))
  ) {
    warn("This homework was changed in another tab. Reload this page before you write here.");
  }
});
window.addEventListener("hashchange", show);
window.addEventListener("pagehide", () => views.forEach((view) => view.flush()));

document.getElementById("app")!.append(
  h(
    "header",
    { class: "bar" },
    h(
      "div",
      { class: "top" },
      h("h1", {}, document.title),
      h("nav", { "aria-label": "Problems" }, ...tabs.map(({ tab }) => tab)),
    ),
    h("div", { class: "run" }, checkAll, stop, h("div", { class: "state" }, status, meter, voice)),
    h(
      "div",
      { class: "files" },
      h("button", { click: downloadAll }, "Download submission"),
      h(
        "button",
        { click: () => save(`${current.name}.py`, current.text, "text/x-python") },
        "Download .py",
      ),
      h("button", { click: () => picker.click() }, "Upload"),
      h("button", { click: startOver }, "Start over"),
      picker,
    ),
    note,
  ),
  h("main", {}, ...views.map((view) => view.element)),
  h(
    "footer",
    {},
    `Everything runs in this page, and nothing is sent anywhere. Checks of ${number(later())} points need the reference solution and are graded after submission. `,
    "In an editor Ctrl+Enter checks, and Escape, then Tab, leaves it. ",
    Object.entries(lab.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    ".",
  ),
);
showScores();
show();
// For the console, and for tests.
Object.assign(window, { propgrade: { check: python.check.bind(python) } });

function later(): number {
  const all = lab.problems.flatMap((problem) => Object.values(problem.exercises));
  return all.reduce((sum, exercise) => sum + exercise.later, 0);
}
