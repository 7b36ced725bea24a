import { expect, test } from "vitest";
import type { TextDocumentEdit, WorkspaceEdit } from "vscode-languageclient/node";
import { askFirst, changedDocuments, markSafety } from "../../../src/commands/preview";

const edit = (line: number, newText: string) => ({ range: { start: { line, character: 0 }, end: { line, character: 1 } }, newText });
const changes = (uri: string, edits: TextDocumentEdit["edits"], version: number | null = null): TextDocumentEdit => ({ textDocument: { uri, version }, edits });

const ANNOTATIONS = {
  safe: { label: "Safe fixes", description: "The program means the same afterwards." },
  review: { label: "To review", description: "Look at what may differ." },
  ask: { label: "Lift to TensorFlow 2", needsConfirmation: true },
};

test("what safe fixes alone would do is safe, the rest is to be reviewed", () => {
  const safe: WorkspaceEdit = { documentChanges: [{ kind: "create", uri: "file:///new.py" }, changes("file:///a.py", [edit(1, "safe")])] };
  const all: WorkspaceEdit = {
    documentChanges: [
      { kind: "create", uri: "file:///new.py" },
      { kind: "create", uri: "file:///more.py" },
      changes("file:///a.py", [edit(1, "safe"), edit(2, "look")]),
      changes("file:///b.py", [edit(1, "safe")]),
    ],
  };
  expect(markSafety(all, safe)).toEqual({
    documentChanges: [
      { kind: "create", uri: "file:///new.py", annotationId: "safe" },
      { kind: "create", uri: "file:///more.py", annotationId: "review" },
      changes("file:///a.py", [
        { ...edit(1, "safe"), annotationId: "safe" },
        { ...edit(2, "look"), annotationId: "review" },
      ]),
      changes("file:///b.py", [{ ...edit(1, "safe"), annotationId: "review" }]),
    ],
    changeAnnotations: ANNOTATIONS,
  });
});

test("an edit without versions is marked too", () => {
  const plain: WorkspaceEdit = { changes: { "file:///a.py": [edit(1, "x")] } };
  expect(markSafety(plain, plain).documentChanges).toEqual([changes("file:///a.py", [{ ...edit(1, "x"), annotationId: "safe" }])]);
});

test("the question is about a file that exists, so nothing else needs confirmation", () => {
  const made: WorkspaceEdit = {
    documentChanges: [{ kind: "create", uri: "file:///new.py" }, changes("file:///new.py", [edit(0, "text")]), changes("file:///old.py", [edit(0, "import new")])],
  };
  expect(askFirst(markSafety(made, made))).toEqual({
    documentChanges: [
      { kind: "create", uri: "file:///old.py", options: { ignoreIfExists: true }, annotationId: "ask" },
      ...(markSafety(made, made).documentChanges ?? []),
    ],
    changeAnnotations: ANNOTATIONS,
  });
});

test("with new files only, the question is about another, or each is to be confirmed", () => {
  const made = markSafety({ documentChanges: [{ kind: "create", uri: "file:///new.py" }] }, null);
  expect(askFirst(made, "file:///n.ipynb").documentChanges?.[0]).toMatchObject({ uri: "file:///n.ipynb", annotationId: "ask" });
  expect(askFirst(made).documentChanges).toEqual([{ kind: "create", uri: "file:///new.py", annotationId: "ask" }]);
});

test("an edit for an older text is noticed", () => {
  const made: WorkspaceEdit = { documentChanges: [changes("file:///a.py", [], 3), changes("file:///b.py", [], 3), changes("file:///c.py", []), changes("file:///d.py", [], 3)] };
  const open = ["a 3", "b 4", "c 9"].map((text) => ({ uri: `file:///${text[0]}.py`, version: Number(text[2]) }));
  expect(changedDocuments(made, open)).toEqual(["file:///b.py"]);
});
