import type { AnnotatedTextEdit, ChangeAnnotation, CreateFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from "vscode-languageclient/node";

type Change = NonNullable<WorkspaceEdit["documentChanges"]>[number];

const SAFE = "safe";
/** Marks edits that are to be reviewed. */
export const REVIEW = "review";
const ASK = "ask";

const ANNOTATIONS: Record<string, ChangeAnnotation> = {
  [SAFE]: { label: "Safe fixes", description: "The program means the same afterwards." },
  [REVIEW]: { label: "To review", description: "Look at what may differ." },
  [ASK]: { label: "Lift to TensorFlow 2", needsConfirmation: true },
};

/**
 * Marks each change as safe or to be reviewed.
 *
 * @param edit What the server wants to change.
 * @param safe What it would change with safe fixes only: what is in both is safe.
 */
export function markSafety(edit: WorkspaceEdit, safe: WorkspaceEdit | null): WorkspaceEdit {
  const known = new Set(safe ? documentChanges(safe).flatMap(keysOf) : []);
  const mark = (key: string): string => (known.has(key) ? SAFE : REVIEW);
  return { documentChanges: documentChanges(edit).map((change) => annotated(change, mark)), changeAnnotations: ANNOTATIONS };
}

/**
 * Returns an edit that VS Code shows in its Refactor Preview before it makes it, everything ticked, so that one press of Apply makes it all.
 *
 * VS Code asks for an edit in which something needs confirmation, and takes the tick away from just that. What needs confirmation here is
 * to create a file "if it does not exist" that does exist: of no effect, and therefore not shown either.
 *
 * @param edit A marked edit.
 * @param existing A file that exists, in case that all files of the edit are new.
 */
export function askFirst(edit: WorkspaceEdit, existing?: string): WorkspaceEdit {
  const changes = documentChanges(edit);
  const made = new Set(changes.map((change) => !isTextEdit(change) && change.kind === "create" && change.uri));
  const uri = changes.filter(isTextEdit).find(({ textDocument }) => !made.has(textDocument.uri))?.textDocument.uri ?? existing;
  // without a file that exists, confirming each change is the only way to be asked
  if (uri === undefined) return { ...edit, documentChanges: changes.map((change) => annotated(change, () => ASK)) };
  const question: CreateFile = { kind: "create", uri, options: { ignoreIfExists: true }, annotationId: ASK };
  return { ...edit, documentChanges: [question, ...changes] };
}

/** The URIs of open documents that are no longer as they were when an edit was made for them. */
export function changedDocuments(edit: WorkspaceEdit, open: readonly { uri: { toString(): string }; version: number }[]): string[] {
  const versions = new Map(open.map(({ uri, version }) => [uri.toString(), version]));
  return documentChanges(edit)
    .filter(isTextEdit)
    .filter(({ textDocument: { uri, version } }) => version !== null && (versions.get(uri) ?? version) !== version)
    .map(({ textDocument }) => textDocument.uri);
}

function documentChanges({ documentChanges: changes, changes: plain }: WorkspaceEdit): Change[] {
  return changes ?? Object.entries(plain ?? {}).map(([uri, edits]) => ({ textDocument: { uri, version: null }, edits }));
}

function isTextEdit(change: Change): change is TextDocumentEdit {
  return "textDocument" in change;
}

function annotated(change: Change, mark: (key: string) => string): Change {
  if (!isTextEdit(change)) return { ...change, annotationId: mark(keyOfFile(change)) };
  const { textDocument } = change;
  const edits = (change.edits as TextEdit[]).map(
    ({ range, newText }): AnnotatedTextEdit => ({ range, newText, annotationId: mark(keyOfEdit(textDocument.uri, { range, newText })) }),
  );
  return { textDocument, edits };
}

function keysOf(change: Change): string[] {
  return isTextEdit(change) ? (change.edits as TextEdit[]).map((edit) => keyOfEdit(change.textDocument.uri, edit)) : [keyOfFile(change)];
}

function keyOfFile(change: Exclude<Change, TextDocumentEdit>): string {
  return `${change.kind} ${change.kind === "rename" ? change.newUri : change.uri}`;
}

function keyOfEdit(uri: string, { range: { start, end }, newText }: TextEdit): string {
  return [uri, start.line, start.character, end.line, end.character, newText].join(" ");
}
