// An editor for a cell of code.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentLess,
  indentMore,
} from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  HighlightStyle,
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.definition(tags.function(tags.variableName)), color: "var(--accent)" },
]);

const numbers = new Compartment();
const from = (first: number) => lineNumbers({ formatNumber: (line) => String(line + first - 1) });

/** Let an editor count its lines as the file does. */
export function renumber(view: EditorView, first: number): void {
  view.dispatch({ effects: numbers.reconfigure(from(first)) });
}

export interface Options {
  text: string;
  first: number; // the number of its first line in the file
  label: string;
  changed: (text: string) => void;
  run: () => void;
}

export function editor({ text, first, label, changed, run }: Options): EditorView {
  const running = () => {
    run();
    return true;
  };
  return new EditorView({
    state: EditorState.create({
      doc: text,
      extensions: [
        numbers.of(from(first)),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        closeBrackets(),
        syntaxHighlighting(colours),
        python(),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        keymap.of([
          { key: "Mod-Enter", run: running },
          // Escape, then Tab, leaves the editor: CodeMirror's own way for who has no mouse.
          { key: "Tab", run: indentMore, shift: indentLess },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
}
