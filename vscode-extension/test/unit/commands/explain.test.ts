import { beforeEach, expect, test } from "vitest";
import { Explainer } from "../../../src/commands/explain";
import { FakeSession } from "../fakeSession";
import * as fake from "../vscode";

let server: FakeSession;
let explainer: Explainer;

beforeEach(() => {
  fake.reset();
  server = new FakeSession();
  explainer = new Explainer(server.session);
});

function cursor(languageId: string): void {
  const selection = { active: new fake.Position(3, 7) };
  fake.window.activeTextEditor = { document: { languageId, uri: fake.Uri.file("/a.py") }, selection };
}

test("what is under the cursor is explained on a page of its own", async () => {
  cursor("python");
  server.execute.mockResolvedValueOnce("# `tf.log`\n\nIt is tf.math.log now.");
  await explainer.explain();
  expect(server.execute).toHaveBeenCalledWith("tensorlift.explain", { uri: "file:///a.py", position: { line: 3, character: 7 } });
  const [command, uri] = fake.commands.executeCommand.mock.lastCall as [string, fake.Uri];
  expect([command, uri.scheme, uri.path]).toEqual(["markdown.showPreview", "tensorlift-explain", "/tf.log.md"]);
  expect(explainer.provideTextDocumentContent(uri as never)).toBe("# `tf.log`\n\nIt is tf.math.log now.");
});

test("a page that is shown already is brought up to date", async () => {
  cursor("python");
  const changed: string[] = [];
  explainer.onDidChange((uri) => changed.push(uri.path));
  server.execute.mockResolvedValue("# `tf.log`\n\nIt is tf.math.log now.");
  await explainer.explain();
  await explainer.explain();
  expect(changed).toEqual(["/tf.log.md", "/tf.log.md"]);
});

test("nothing under the cursor is told", async () => {
  cursor("python");
  await explainer.explain();
  expect(fake.window.showInformationMessage).toHaveBeenCalledWith("There is no symbol of TensorFlow under the cursor.");
  expect(fake.commands.executeCommand).not.toHaveBeenCalled();
});

test("an answer of one sentence is no page", async () => {
  cursor("markdown");
  fake.window.showInputBox.mockResolvedValueOnce("tf.lag");
  server.execute.mockResolvedValueOnce("`tf.lag` is neither a rule nor a symbol of TensorFlow 1.15. Did you mean `tf.log`?\n");
  await explainer.explain();
  expect(fake.window.showInformationMessage).toHaveBeenCalledWith("tf.lag is neither a rule nor a symbol of TensorFlow 1.15. Did you mean tf.log?");
  expect(fake.commands.executeCommand).not.toHaveBeenCalled();
});

test("outside of Python the name is asked for", async () => {
  cursor("markdown");
  fake.window.showInputBox.mockResolvedValueOnce(" TL101 ");
  server.execute.mockResolvedValueOnce("# TL101 / renamed: a page\n\nText");
  await explainer.explain();
  expect(server.execute).toHaveBeenCalledWith("tensorlift.explain", "TL101");
  expect((fake.commands.executeCommand.mock.lastCall?.[1] as fake.Uri).path).toBe("/TL101   renamed  a page.md");
});

test("a page that is gone says what to do", () => {
  expect(explainer.provideTextDocumentContent(fake.Uri.parse("tensorlift-explain:/old.md") as never)).toMatch(/again/);
});
