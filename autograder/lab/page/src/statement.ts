// Markdown with formulas, as HTML. HTML in a statement is shown as text.
import katex from "katex";
import "katex/dist/katex.min.css";
import MarkdownIt from "markdown-it";

export function statements(figures: Record<string, string>): (text: string) => string {
  const markdown = new MarkdownIt({ html: false });
  const { escapeHtml } = markdown.utils;

  markdown.inline.ruler.before("escape", "math", (state, silent) => {
    const { src, pos } = state;
    if (src[pos] !== "$") return false;
    const fence = src[pos + 1] === "$" ? "$$" : "$";
    let end = src.indexOf(fence, pos + fence.length);
    while (end > 0 && src[end - 1] === "\\") end = src.indexOf(fence, end + 1);
    if (end <= pos + fence.length) return false;
    if (!silent) {
      const token = state.push("math", "math", 0);
      token.content = src.slice(pos + fence.length, end);
      token.markup = fence;
    }
    state.pos = end + fence.length;
    return true;
  });
  markdown.block.ruler.before(
    "fence",
    "math",
    (state, start, end, silent) => {
      const line = (n: number) =>
        state.src.slice(state.bMarks[n] + state.tShift[n], state.eMarks[n]).trimEnd();
      if (!line(start).startsWith("$$")) return false;
      const ends = (n: number) => line(n).endsWith("$$") && (n > start || line(n).length > 2);
      let last = start;
      while (last < end && !ends(last)) last += 1;
      if (last === end) return false;
      if (silent) return true;
      const lines = Array.from({ length: last - start + 1 }, (_, n) => line(start + n));
      const token = state.push("math", "math", 0);
      token.content = lines.join("\n").slice(2, -2);
      token.markup = "$$";
      state.line = last + 1;
      return true;
    },
    { alt: ["paragraph"] },
  );
  markdown.renderer.rules.math = (tokens, index) =>
    katex.renderToString(tokens[index].content, {
      displayMode: tokens[index].markup === "$$",
      throwOnError: false,
      strict: false,
    });
  markdown.renderer.rules.image = (tokens, index) => {
    const drawing = figures[tokens[index].attrGet("src") ?? ""];
    const text = escapeHtml(tokens[index].content.replace(/\s+/g, " "));
    if (drawing === undefined) return text;
    return `<img src="data:image/svg+xml,${encodeURIComponent(drawing)}" alt="${text}">`;
  };
  return (text) => markdown.render(text);
}
