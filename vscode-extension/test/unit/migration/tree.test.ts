import { beforeEach, describe, expect, test } from "vitest";
import { MigrationTree, type FolderNode, type Node } from "../../../src/migration/tree";
import { finding, scanned } from "../scanned";

let tree: MigrationTree;

beforeEach(() => {
  tree = new MigrationTree();
});

/** The tree as indented lines. */
function drawn(node?: Node, indent = ""): string[] {
  return tree.children(node).flatMap((child) => {
    const line = child.kind === "finding" ? child.finding.message : `${tree.label(child)} ${child.counts.findings}/${child.counts.fixable}`;
    return [indent + line, ...drawn(child, `${indent}  `)];
  });
}

test("folders come first, and a chain of folders is one", () => {
  tree.update([scanned("z.py"), scanned("src/lift/a10.py"), scanned("src/lift/a9.py"), scanned("b/c.py"), scanned("b/d/e.py")], []);
  const message = "tf.log is called tf.math.log in TensorFlow 2.";
  expect(drawn()).toEqual([
    "b 2/2",
    "  d 1/1",
    "    e.py 1/1",
    `      ${message}`,
    "  c.py 1/1",
    `    ${message}`,
    "src/lift 2/2",
    "  a9.py 1/1",
    `    ${message}`,
    "  a10.py 1/1",
    `    ${message}`,
    "z.py 1/1",
    `  ${message}`,
  ]);
});

test("every node is below its parent", () => {
  tree.update([scanned("a/b/c/d.py"), scanned("a/b/e.py"), scanned("f.py")], []);
  const check = (node?: Node): void => {
    for (const child of tree.children(node)) {
      expect(tree.parent(child)).toBe(node);
      check(child);
    }
  };
  check();
});

test("folders know their URIs, also below a workspace folder of another name", () => {
  tree.update([scanned("Name/pkg/a.py", [finding()], { uri: "file:///somewhere/folder/pkg/a.py" }), scanned("Name/b.py", [finding()], { uri: "file:///somewhere/folder/b.py" })], []);
  const [outer] = tree.children() as [FolderNode];
  expect([outer.path, outer.uri]).toEqual(["Name", "file:///somewhere/folder"]);
  const [inner] = tree.children(outer) as [FolderNode];
  expect([inner.path, inner.uri]).toEqual(["Name/pkg", "file:///somewhere/folder/pkg"]);
});

test("counts go by severity and safety, up to the top", () => {
  const findings = [finding(), finding({ severity: "warning", safety: "review" }), finding({ severity: "information", safety: "manual" })];
  tree.update([scanned("a/b.py", findings), scanned("c.py", findings)], []);
  expect(tree.counts).toEqual({ findings: 6, fixable: 2, review: 2, problems: 0, error: 2, warning: 2, information: 2, hint: 0 });
});

describe("an update", () => {
  beforeEach(() => {
    tree.update([scanned("a/b.py"), scanned("a/c.py"), scanned("d/e.py"), scanned("f.py")], []);
  });

  const same = (...paths: string[]): string[] => paths.map((path) => `file:///project/${path}`);

  test("draws again only what has changed", () => {
    const [a] = tree.children();
    const change = tree.update([scanned("a/b.py", [finding(), finding()], { id: "2" })], same("a/c.py", "d/e.py", "f.py"));
    expect(change).toEqual([a]);
    expect(tree.counts.findings).toBe(5);
    expect(tree.known()["file:///project/a/b.py"]).toBe("2");
  });

  test("keeps the nodes, so that VS Code knows them again", () => {
    const before = tree.children(tree.children()[0]);
    tree.update([scanned("a/b.py", [])], same("a/c.py", "d/e.py", "f.py"));
    expect(tree.children(tree.children()[0])).toEqual([before[1]]);
  });

  test("without changes draws nothing", () => {
    expect(tree.update([], same("a/b.py", "a/c.py", "d/e.py", "f.py"))).toEqual([]);
  });

  test("takes away what is gone, with its folders", () => {
    expect(tree.update([], same("a/b.py", "a/c.py"))).toBe("all");
    expect(tree.children().map((node) => node.kind === "folder" && node.path)).toEqual(["a"]);
    expect(tree.counts.findings).toBe(2);
    expect(Object.keys(tree.known())).toHaveLength(2);
  });

  test("draws everything if something comes to stand at the top", () => {
    expect(tree.update([scanned("0.py")], same("a/b.py", "a/c.py", "d/e.py", "f.py"))).toBe("all");
  });

  test("follows a file whose path changes with the workspace's folders", () => {
    tree.update([scanned("more/f.py", [finding()], { uri: "file:///project/f.py" })], same("a/b.py", "a/c.py", "d/e.py"));
    expect(tree.children().map((node) => (node.kind === "finding" ? "" : tree.label(node)))).toEqual(["a", "d", "more"]);
    expect(tree.counts.findings).toBe(4);
  });
});

describe("a filter", () => {
  beforeEach(() => {
    tree.update(
      [
        scanned("a.py", [finding(), finding({ step: "contrib", safety: "manual" })]),
        scanned("b/c.py", [finding({ step: "contrib", safety: "review" })]),
        scanned("d.py", [], { problem: "It is not UTF-8." }),
      ],
      [],
    );
  });

  const labels = (): string[] => tree.children().map((node) => (node.kind === "finding" ? "" : tree.label(node)));

  test("shows everything at first, also files that could not be read", () => {
    expect(labels()).toEqual(["b", "a.py", "d.py"]);
  });

  test("shows one step", () => {
    tree.setFilter({ step: "contrib", fixableOnly: false });
    expect(labels()).toEqual(["b", "a.py"]);
    expect(tree.counts.findings).toBe(2);
    expect(tree.children(tree.children()[1])).toHaveLength(1);
  });

  test("shows what is fixable now", () => {
    tree.setFilter({ fixableOnly: true });
    expect(labels()).toEqual(["a.py"]);
    expect(Object.fromEntries(tree.countsByStep())).toEqual({ symbols: 1 });
  });

  test("counts steps whatever step is shown", () => {
    tree.setFilter({ step: "symbols", fixableOnly: false });
    expect(Object.fromEntries(tree.countsByStep())).toEqual({ symbols: 1, contrib: 2 });
  });

  test("can be taken back", () => {
    tree.setFilter({ step: "symbols", fixableOnly: true });
    tree.setFilter({ fixableOnly: false });
    expect(labels()).toEqual(["b", "a.py", "d.py"]);
    expect(tree.counts.findings).toBe(3);
  });
});

test("20,000 findings are taken in and brought up to date at once", () => {
  const files = Array.from({ length: 2000 }, (_, n) => scanned(`p${n % 20}/q${n % 7}/m${n}.py`, Array.from({ length: 10 }, () => finding())));
  const started = performance.now();
  tree.update(files, []);
  for (const node of tree.children()) tree.children(node);
  const change = tree.update(
    [{ ...files[0], findings: [], id: "2" } as (typeof files)[0]],
    files.slice(1).map(({ uri }) => uri),
  );
  tree.setFilter({ step: "symbols", fixableOnly: false });
  expect(performance.now() - started).toBeLessThan(500);
  expect(change).toHaveLength(1);
  expect(tree.counts.findings).toBe(19_990);
});
