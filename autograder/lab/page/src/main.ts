// The page: a homework's problems, each as statement and editors, with verdicts below.
import { strToU8, unzipSync, zipSync } from "fflate";
import { h, number, plural, save } from "./dom";
import { ProblemView, type Actions } from "./problem";
import type { Lab } from "./protocol";
import { Python, Stopped, type Watcher } from "./python";
import { loadRuntime } from "./runtime";
import { fromNotebook } from "./source";
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

const status = h("p", { class: "status", role: "status" }, "Loading Python");
const meter = h("progress", { max: "1", value: "0", "aria-label": "Loading" });
const checkAll = h("button", { class: "primary", click: () => run(() => current.check(null)) }, "Check all");
const stop = h("button", { disabled: true, click: () => python.stop() }, "Stop");
const note = h("p", { class: "notice", role: "alert", hidden: true });

function say(text: string, share: number | null = null): void {
  status.textContent = text;
  meter.hidden = share === null;
  if (share !== null) meter.value = share;
}

function warn(text: string): void {
  note.textContent = text;
  note.hidden = !text;
}

const watcher: Watcher = {
  state(text, state) {
    document.body.dataset.python = state;
    if (!running) say(text, state === "loading" ? meter.value : null);
  },
  checked() {
    done += 1;
    say(`Checking: ${done} of ${plural(expected, "check")}`, Math.min(1, done / expected));
  },
  waiting(seconds, limit) {
    say(`Your code has been running for ${Math.floor(seconds)} s; it is stopped at ${limit} s`);
  },
};

const python = new Python(
  loadRuntime((share) => !running && say(`Loading Python: ${Math.round(100 * share)} %`, share)),
  lab.assignment,
  watcher,
);

async function run(act: () => Promise<void>): Promise<void> {
  if (running) return;
  running = true;
  done = 0;
  document.body.dataset.running = "";
  stop.disabled = false;
  warn("");
  say("Starting", 0);
  try {
    await act();
    say("Ready");
  } catch (error) {
    if (error instanceof Stopped) say("Stopped");
    else {
      say("Failed");
      warn(`The lab itself failed: ${(error as Error).message}`);
    }
  } finally {
    running = false;
    stop.disabled = true;
    delete document.body.dataset.running;
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
  const tab = h(
    "a",
    { href: `#${view.name}` },
    view.title,
    " ",
    score,
  );
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
  const files = Object.fromEntries(
    views.filter((view) => view.touched).map((view) => [`${view.name}.py`, strToU8(view.text)]),
  );
  if (!Object.keys(files).length) return warn("Nothing is written yet, so there is nothing to hand in.");
  save(`${lab.assignment}.zip`, zipSync(files) as Uint8Array<ArrayBuffer>, "application/zip");
}

async function upload(files: File[]): Promise<void> {
  const texts: Record<string, string> = {};
  const complaints: string[] = [];
  const take = (name: string, data: Uint8Array) => {
    const [, stem, suffix] = /([^/\\]+)\.(py|ipynb)$/.exec(name) ?? [];
    if (!stem) return;
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(data);
      texts[stem] = suffix === "ipynb" ? fromNotebook(text) : text;
    } catch {
      complaints.push(`${name} could not be read.`);
    }
  };
  for (const file of files) {
    const data = new Uint8Array(await file.arrayBuffer());
    try {
      if (file.name.endsWith(".zip")) Object.entries(unzipSync(data)).forEach(([n, d]) => take(n, d));
      else take(file.name, data);
    } catch {
      complaints.push(`${file.name} could not be read as a zip.`);
    }
  }
  const known = Object.keys(texts).filter((stem) => views.some((view) => view.name === stem));
  const others = Object.keys(texts).filter((stem) => !known.includes(stem));
  if (others.length) complaints.push(`No problem is called ${others.join(", ")}. Rename the file.`);
  const replaced = views.filter((view) => known.includes(view.name) && view.touched);
  const names = replaced.map((view) => view.title).join(", ");
  if (!replaced.length || confirm(`Replace what you have written for ${names}?`)) {
    for (const view of views) if (known.includes(view.name)) view.replace(texts[view.name]);
    if (known.length) say(`Loaded ${known.join(", ")}`);
  }
  picker.value = "";
  warn(complaints.join(" "));
}

function startOver(): void {
  const question = `Throw away what you have written for ${current.title}?`;
  if (confirm(question)) current.replace(null);
}

storage.watch((problem) => {
  if (views.some((view) => view.name === problem && view.text !== (storage.get(problem) ?? view.stub))) {
    warn("This homework was changed in another tab. Reload this page before you write here.");
  }
});
window.addEventListener("hashchange", show);
window.addEventListener("pagehide", () => views.forEach((view) => view.flush()));

document.getElementById("app")!.append(
  h(
    "header",
    { class: "bar" },
    h("h1", {}, document.title),
    h("nav", { "aria-label": "Problems" }, ...tabs.map(({ tab }) => tab)),
    h("div", { class: "run" }, checkAll, stop, h("div", { class: "state" }, status, meter)),
    h(
      "div",
      { class: "files" },
      h("button", { click: downloadAll }, "Download submission"),
      h("button", { click: () => save(`${current.name}.py`, current.text, "text/x-python") }, "This file"),
      h("button", { click: () => picker.click() }, "Upload"),
      h("button", { click: startOver }, "Start over"),
      picker,
    ),
  ),
  note,
  h("main", {}, ...views.map((view) => view.element)),
  h(
    "footer",
    {},
    `Everything runs in this page, and nothing is sent anywhere. Checks of ${number(later())} points need the reference solution and are graded after submission. `,
    Object.entries(lab.versions).map(([name, version]) => `${name} ${version}`).join(", "),
    ".",
  ),
);
showScores();
show();
// For the console, and for tests.
Object.assign(window, {
  propgrade: {
    check: (files: Record<string, string>, exercise: string | null) => python.check(files, exercise),
  },
});

function later(): number {
  const all = lab.problems.flatMap((problem) => Object.values(problem.exercises));
  return all.reduce((sum, exercise) => sum + exercise.later, 0);
}
