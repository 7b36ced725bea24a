import type { ScannedFile, ScannedFinding, Severity } from "../server/protocol";

/** Severities, the worst first. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "information", "hint"];

/** What the tree shows: all findings, those of one step of the guide, those with a safe fix. */
export interface Filter {
  step?: string | undefined;
  fixableOnly: boolean;
}

/** How many findings there are under a node, of those that the filter lets through. */
export interface Counts extends Record<Severity, number> {
  findings: number;
  /** With a safe fix. */
  fixable: number;
  /** With a fix to look at. */
  review: number;
  /** Files that could not be read. */
  problems: number;
}

/** A folder that has files with findings somewhere below it. */
export interface FolderNode {
  readonly kind: "folder";
  readonly uri: string;
  /** Relative to its workspace folder, as {@link ScannedFile.path}. */
  readonly path: string;
  readonly parent: FolderNode | undefined;
  readonly counts: Counts;
  readonly children: Map<string, FolderNode | FileNode>;
  /** The children that the filter lets through, in order; made when somebody looks. */
  visible: (FolderNode | FileNode)[] | undefined;
}

/** A file with findings, or one that could not be read. */
export interface FileNode {
  readonly kind: "file";
  readonly parent: FolderNode;
  readonly counts: Counts;
  file: ScannedFile;
  /** Those that the filter lets through; made when somebody looks. */
  visible: FindingNode[] | undefined;
}

/** A finding. */
export interface FindingNode {
  readonly kind: "finding";
  readonly parent: FileNode;
  readonly finding: ScannedFinding;
  /** Its place among the findings of its file. */
  readonly index: number;
}

/** What the Migration view shows. */
export type Node = FolderNode | FileNode | FindingNode;

/** What has to be drawn again: these nodes with what is below them, or everything. */
export type Change = Node[] | "all";

/** Files and their findings as a tree that is brought up to date file by file. */
export class MigrationTree {
  private readonly files = new Map<string, FileNode>();
  private readonly root = folder("", "", undefined);
  private current: Filter = { fixableOnly: false };

  /** What is shown. */
  get filter(): Filter {
    return this.current;
  }

  /** How much is shown. */
  get counts(): Readonly<Counts> {
    return this.root.counts;
  }

  /** All files, whatever the filter. */
  *all(): IterableIterator<ScannedFile> {
    for (const node of this.files.values()) yield node.file;
  }

  /** The ids of all files by URI, for the next scan. */
  known(): Record<string, string> {
    return Object.fromEntries([...this.files].map(([uri, node]) => [uri, node.file.id]));
  }

  /** The node of a file. */
  file(uri: string): FileNode | undefined {
    return this.files.get(uri);
  }

  /**
   * Takes in what a scan has found.
   *
   * @param files Files that are new or have changed.
   * @param same URIs of files that have not; all others are gone.
   */
  update(files: readonly ScannedFile[], same: readonly string[]): Change {
    const before = this.top().join("\n");
    const touched = new Set<string>();
    const kept = new Set(same);
    for (const file of files) kept.add(file.uri);
    for (const [uri, node] of this.files) {
      if (kept.has(uri)) continue;
      touched.add(firstName(node.file.path));
      this.remove(node);
    }
    for (const file of files) {
      let node = this.files.get(file.uri);
      if (node && node.file.path !== file.path) {
        this.remove(node);
        node = undefined;
      }
      node ??= this.insert(file);
      node.file = file;
      this.count(node);
      touched.add(firstName(file.path));
    }
    if (this.top().join("\n") !== before) return "all";
    return this.children().filter((node) => node.kind !== "finding" && touched.has(firstName(pathOf(node))));
  }

  /** Shows other findings. */
  setFilter(filter: Filter): void {
    this.current = filter;
    for (const node of this.files.values()) this.count(node);
  }

  /** What is shown below a node; without one, at the top. */
  children(node: Node = this.root): Node[] {
    if (node.kind === "finding") return [];
    if (node.kind === "file") return this.findings(node);
    return this.visible(node).map((child) => {
      while (child.kind === "folder" && this.passes(child)) child = this.visible(child)[0] ?? child;
      return child;
    });
  }

  /** The node that a node is shown below. */
  parent(node: Node): Node | undefined {
    if (node.kind === "finding") return node.parent;
    let above = node.parent;
    while (above && above !== this.root && this.passes(above)) above = above.parent;
    return above === this.root ? undefined : above;
  }

  /** The name that a folder or file is shown with: its path from the node above it. */
  label(node: FolderNode | FileNode): string {
    const above = this.parent(node);
    return above?.kind === "folder" ? pathOf(node).slice(above.path.length + 1) : pathOf(node);
  }

  /** The number of findings of each step, of those that are shown or would be without the filter's step. */
  countsByStep(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { findings } of this.all()) {
      for (const { step, safety } of findings) {
        if (!this.current.fixableOnly || safety === "safe") counts.set(step, (counts.get(step) ?? 0) + 1);
      }
    }
    return counts;
  }

  private findings(node: FileNode): FindingNode[] {
    node.visible ??= node.file.findings
      .map((finding, index): FindingNode => ({ kind: "finding", parent: node, finding, index }))
      .filter(({ finding }) => this.shows(finding));
    return node.visible;
  }

  private visible(node: FolderNode): (FolderNode | FileNode)[] {
    node.visible ??= [...node.children.values()].filter(({ counts }) => counts.findings || counts.problems).sort(inOrder);
    return node.visible;
  }

  /** Whether a folder has nothing but one other folder, so that both are drawn as one, as in the Explorer. */
  private passes(node: FolderNode): boolean {
    const [only, ...more] = this.visible(node);
    return only?.kind === "folder" && !more.length;
  }

  private shows({ step, safety }: ScannedFinding): boolean {
    return (this.current.step ?? step) === step && (!this.current.fixableOnly || safety === "safe");
  }

  private insert(file: ScannedFile): FileNode {
    const names = file.path.split("/");
    const uris = file.uri.split("/");
    let parent = this.root;
    for (let depth = 1; depth < names.length; depth++) {
      const path = names.slice(0, depth).join("/");
      let child = parent.children.get(path);
      if (child?.kind !== "folder") {
        child = folder(path, uris.slice(0, depth - names.length).join("/"), parent);
        parent.children.set(path, child);
      }
      parent = child;
    }
    const node: FileNode = { kind: "file", parent, counts: noCounts(), file, visible: undefined };
    parent.children.set(file.path, node);
    this.files.set(file.uri, node);
    return node;
  }

  private remove(node: FileNode): void {
    this.change(node, noCounts());
    this.files.delete(node.file.uri);
    let empty: FolderNode | FileNode = node;
    while (empty.parent) {
      const parent: FolderNode = empty.parent;
      parent.children.delete(pathOf(empty));
      if (parent.children.size) break;
      empty = parent;
    }
  }

  private count(node: FileNode): void {
    const counts = noCounts();
    // what a file holds that could not be read is not known, so it is of no step and has no fix
    if (node.file.problem !== undefined && this.current.step === undefined && !this.current.fixableOnly) counts.problems = 1;
    for (const finding of node.file.findings) {
      if (!this.shows(finding)) continue;
      counts.findings += 1;
      counts[finding.severity] += 1;
      if (finding.safety === "safe") counts.fixable += 1;
      if (finding.safety === "review") counts.review += 1;
    }
    this.change(node, counts);
  }

  /** Gives a file new counts, and the folders above it the difference. */
  private change(node: FileNode, counts: Counts): void {
    const differences = (Object.keys(counts) as (keyof Counts)[]).map((key) => [key, counts[key] - node.counts[key]] as const);
    const apply = (to: FolderNode | FileNode): void => {
      to.visible = undefined;
      for (const [key, difference] of differences) to.counts[key] += difference;
      if (to.parent) apply(to.parent);
    };
    apply(node);
  }

  /** The paths of what stands at the top. */
  private top(): string[] {
    return this.children().map((node) => (node.kind === "finding" ? "" : pathOf(node)));
  }
}

const COLLATOR = new Intl.Collator(undefined, { numeric: true });

function inOrder(a: FolderNode | FileNode, b: FolderNode | FileNode): number {
  if (a.kind !== b.kind) return a.kind === "folder" ? -1 : 1;
  return COLLATOR.compare(pathOf(a), pathOf(b));
}

function pathOf(node: FolderNode | FileNode): string {
  return node.kind === "file" ? node.file.path : node.path;
}

function firstName(path: string): string {
  return path.replace(/\/.*/s, "");
}

function folder(path: string, uri: string, parent: FolderNode | undefined): FolderNode {
  return { kind: "folder", path, uri, parent, counts: noCounts(), children: new Map(), visible: undefined };
}

function noCounts(): Counts {
  return { findings: 0, fixable: 0, review: 0, problems: 0, error: 0, warning: 0, information: 0, hint: 0 };
}
