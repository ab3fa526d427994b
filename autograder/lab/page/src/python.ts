// Keeps an interpreter, and the clock for what it runs: a hang ends it, and another one goes on.
import Interpreter from "./interpreter?worker&inline";
import type { Checked, Drawn, FromPage, FromPython, Runtime } from "./protocol";

const TICK = 250; // milliseconds; a sleeping computer does not tick, so that sleep is no hang
const GRACE = 0.5; // seconds that an answer may be under way
const SPARE_AFTER = 2; // seconds of one call after which the next interpreter is prepared
const MAX_STOPS = 40; // hangs and crashes of one run
const MAX_HEAP = 2 ** 30; // bytes of an interpreter that is kept: its memory never shrinks

/** The person stopped the run. */
export class Stopped extends Error {}

/** A call that is under way in the interpreter. */
interface Question {
  key: string;
  seconds: number;
  at: number[] | null;
  ticks: number;
}

type Ended = { late: boolean; question: Question; text: string };

export interface Watcher {
  state(text: string, state: "loading" | "ready" | "broken"): void;
  checked(): void;
  waiting(seconds: number, limit: number): void;
}

/** Fail when a signal is given. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

export class Python {
  private current: Promise<Worker>;
  private spare: Promise<Worker> | null = null;
  private stopping = new AbortController();

  constructor(
    private readonly runtime: Promise<Runtime>,
    private readonly assignment: string,
    private readonly watcher: Watcher,
  ) {
    this.current = this.announced(this.boot());
  }

  /** Check files; with more patience, more time goes into making examples smaller. */
  async check(
    files: Record<string, string>,
    exercise: string | null,
    patience?: number,
  ): Promise<Checked> {
    const stops: [string, boolean, number[] | null][] = [];
    for (;;) {
      const result = await this.ask({
        kind: "check",
        files: JSON.stringify(files),
        exercise,
        stops: JSON.stringify(stops),
        patience,
      });
      if (typeof result === "string") return JSON.parse(result);
      stops.push([result.question.key, result.late, result.question.at]);
      if (stops.length > MAX_STOPS) throw new Error("the code hangs or crashes too often");
    }
  }

  async draw(cells: string[]): Promise<Drawn> {
    const result = await this.ask({ kind: "draw", cells: JSON.stringify(cells) });
    if (typeof result === "string") return JSON.parse(result);
    const error = result.late
      ? `it did not finish within ${result.question.seconds} s`
      : `it ended the interpreter: ${result.text}`;
    return { figures: [], printed: "", error };
  }

  stop(): void {
    this.stopping.abort(new Stopped());
  }

  /** Send a request; return the answer, or what ended the interpreter instead. */
  private async ask(request: FromPage): Promise<string | Ended> {
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    let worker: Worker | null = null;
    let keep = false;
    try {
      worker = await Promise.race([this.current, aborted(signal)]);
      const answer = await this.conversation(worker, request, signal);
      keep = "result" in answer && answer.heap <= MAX_HEAP;
      return "result" in answer ? answer.result : answer;
    } finally {
      if (!keep && worker !== null) this.replace(worker);
    }
  }

  private conversation(
    worker: Worker,
    request: FromPage,
    signal: AbortSignal,
  ): Promise<{ result: string; heap: number } | Ended> {
    return new Promise((resolve, reject) => {
      let question: Question | null = null;
      const settle = (act: () => void) => {
        clearInterval(timer);
        worker.onmessage = worker.onerror = null;
        act();
      };
      const failed = (text: string) => {
        const asked = question;
        settle(() =>
          asked ? resolve({ late: false, question: asked, text }) : reject(new Error(text)),
        );
      };
      const timer = setInterval(() => {
        const asked = question;
        if (asked === null) return;
        asked.ticks += 1;
        const seconds = (asked.ticks * TICK) / 1000;
        if (seconds >= SPARE_AFTER) {
          this.spare ??= this.boot();
          this.watcher.waiting(seconds, asked.seconds);
        }
        if (seconds < asked.seconds + GRACE) return;
        // An answer may have arrived while the page was busy: look once more.
        setTimeout(() => {
          if (question === asked) settle(() => resolve({ late: true, question: asked, text: "" }));
        });
      }, TICK);
      worker.onmessage = ({ data }: MessageEvent<FromPython>) => {
        if (data.kind === "begin") question = { ...data, ticks: 0 };
        else if (data.kind === "end") question = null;
        else if (data.kind === "checked") this.watcher.checked();
        else if (data.kind === "answer") settle(() => resolve(data));
        else if (data.kind === "failed") failed(data.text);
      };
      worker.onerror = (event) => failed(event.message);
      aborted(signal).catch((reason) => settle(() => reject(reason)));
      worker.postMessage(request);
    });
  }

  private replace(worker: Worker): void {
    worker.terminate();
    this.current = this.announced(this.spare ?? this.boot());
    this.spare = null;
  }

  private announced(booting: Promise<Worker>): Promise<Worker> {
    this.watcher.state("Loading Python", "loading");
    booting.then(
      () => this.watcher.state("Ready", "ready"),
      (error) => this.watcher.state(`Python could not be loaded: ${error.message}`, "broken"),
    );
    return booting;
  }

  private async boot(): Promise<Worker> {
    const runtime = await this.runtime;
    const worker = new Interpreter();
    await new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromPython>) => {
        if (data.kind === "ready") resolve();
        else if (data.kind === "failed") reject(new Error(data.text));
      };
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage({ kind: "boot", runtime, assignment: this.assignment } satisfies FromPage);
    });
    return worker;
  }
}
