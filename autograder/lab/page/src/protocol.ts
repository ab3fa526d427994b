// What page and interpreter say to each other.

/** What Pyodide is made of, ready to be handed to any number of interpreters. */
export interface Runtime {
  wasm: WebAssembly.Module;
  script: ArrayBuffer; // pyodide.asm.js
  stdlib: ArrayBuffer;
  site: ArrayBuffer;
}

export type FromPage =
  | { kind: "boot"; runtime: Runtime; assignment: string }
  | { kind: "check"; files: string; exercise: string | null; stops: string; patience?: number }
  | { kind: "draw"; cells: string };

export type FromPython =
  | { kind: "ready" }
  | { kind: "begin"; key: string; seconds: number; at: number[] | null }
  | { kind: "end" }
  | { kind: "checked"; title: string }
  | { kind: "answer"; result: string; heap: number }
  | { kind: "failed"; text: string };

/** What the build puts into the page. */
export interface Lab {
  assignment: string;
  problems: { name: string; text: string; exercises: Record<string, Exercise> }[];
  figures: Record<string, string>;
  versions: Record<string, string>;
}

export interface Exercise {
  points: number;
  later: number; // of them, those of checks that need the reference solution
  checks: number;
}

// The report, as `autograder/report-v1.schema.json` has it.

export interface Check {
  name: string;
  title: string;
  points: number;
  score: number;
  outcome: "passed" | "failed" | "error" | "skipped";
  category: string | null;
  message: string;
  line: { file: string; cell: string | null; line: number; source: string } | null;
  counterexample: { called: string[]; returned: string[]; problem: string } | null;
  printed: string | null;
  hint: string | null;
  mistake: string | null;
}

export interface ExerciseResult {
  name: string;
  checks: Check[];
  score: number;
  points: number;
}

export interface Report {
  status: string;
  message: string;
  problems: { name: string; notes: string[]; missing: string[]; exercises: ExerciseResult[] }[];
}

export interface Checked {
  report: Report;
  drawings: Record<string, string>;
}

export interface Drawn {
  figures: Figure[];
  printed: string;
  error: string;
}

export interface Call {
  name: string;
  args: any[];
  kwargs: Record<string, any>;
}

export interface Figure {
  rows: number;
  columns: number;
  size: [number, number];
  axes: Call[][];
}
