import { expect, test } from "vitest";
import type { TextDocumentEdit, WorkspaceEdit } from "vscode-languageclient/node";
import { changedDocuments, forPreview } from "../../../src/commands/preview";

const edit = (line: number, newText: string) => ({ range: { start: { line, character: 0 }, end: { line, character: 1 } }, newText });
const changes = (uri: string, edits: TextDocumentEdit["edits"], version: number | null = null): TextDocumentEdit => ({ textDocument: { uri, version }, edits });

test("everything but the question is ticked, and safe edits are told from those to review", () => {
  const safe: WorkspaceEdit = { documentChanges: [changes("file:///a.py", [edit(1, "safe")])] };
  const all: WorkspaceEdit = { documentChanges: [changes("file:///a.py", [edit(1, "safe"), edit(2, "look")]), changes("file:///b.py", [edit(1, "safe")])] };
  expect(forPreview(all, safe)).toEqual({
    documentChanges: [
      { kind: "create", uri: "file:///a.py", options: { ignoreIfExists: true }, annotationId: "ask" },
      changes("file:///a.py", [
        { ...edit(1, "safe"), annotationId: "safe" },
        { ...edit(2, "look"), annotationId: "review" },
      ]),
      changes("file:///b.py", [{ ...edit(1, "safe"), annotationId: "review" }]),
    ],
    changeAnnotations: {
      safe: { label: "Safe fixes", description: "The program means the same afterwards." },
      review: { label: "To review", description: "Look at what may differ." },
      ask: { label: "Lift to TensorFlow 2", needsConfirmation: true },
    },
  });
});

test("the question is about a file that exists, not about one that is made", () => {
  const made: WorkspaceEdit = {
    documentChanges: [
      { kind: "create", uri: "file:///new.py" },
      changes("file:///new.py", [edit(0, "text")]),
      changes("file:///old.py", [edit(0, "import new")]),
    ],
  };
  const shown = forPreview(made, made).documentChanges ?? [];
  expect(shown[0]).toMatchObject({ kind: "create", uri: "file:///old.py", options: { ignoreIfExists: true } });
  expect(shown[1]).toEqual({ kind: "create", uri: "file:///new.py", annotationId: "safe" });
});

test("with new files only, each is to be confirmed", () => {
  const made: WorkspaceEdit = { documentChanges: [{ kind: "create", uri: "file:///new.py" }] };
  expect(forPreview(made, made)).toMatchObject({
    documentChanges: [{ kind: "create", uri: "file:///new.py", annotationId: "ask" }],
    changeAnnotations: { ask: { needsConfirmation: true } },
  });
});

test("an edit without versions is shown too", () => {
  const plain: WorkspaceEdit = { changes: { "file:///a.py": [edit(1, "x")] } };
  expect(forPreview(plain, plain).documentChanges?.[1]).toEqual(changes("file:///a.py", [{ ...edit(1, "x"), annotationId: "safe" }]));
});

test("an edit for an older text is noticed", () => {
  const made: WorkspaceEdit = { documentChanges: [changes("file:///a.py", [], 3), changes("file:///b.py", [], 3), changes("file:///c.py", []), changes("file:///d.py", [], 3)] };
  const open = ["a 3", "b 4", "c 9"].map((text) => ({ uri: `file:///${text[0]}.py`, version: Number(text[2]) }));
  expect(changedDocuments(made, open)).toEqual(["file:///b.py"]);
});
