// Keeps what was written in the browser, for this assignment.

export class Storage {
  constructor(private readonly assignment: string) {}

  private key(problem: string): string {
    return `propgrade/${this.assignment}/${problem}`;
  }

  get(problem: string): string | null {
    try {
      return localStorage.getItem(this.key(problem));
    } catch {
      return null; // this browser keeps nothing, which `set` tells
    }
  }

  /** Keep a text, or forget it; tell whether that worked. */
  set(problem: string, text: string | null): boolean {
    try {
      if (text === null) localStorage.removeItem(this.key(problem));
      else localStorage.setItem(this.key(problem), text);
      return true;
    } catch {
      return false;
    }
  }

  /** Call back when another tab writes. */
  watch(changed: (problem: string) => void): void {
    window.addEventListener("storage", ({ key }) => {
      const prefix = this.key("");
      if (key?.startsWith(prefix)) changed(key.slice(prefix.length));
    });
  }
}
