import * as vscode from "vscode";
import type { Place } from "../open";
import type { ScannedFinding, Severity } from "../server/protocol";
import type { Migration } from "./model";
import * as texts from "./texts";
import type { Change, FileNode, FindingNode, FolderNode, Node } from "./tree";

/** The scheme of the resources in the view: with that of real files, the colours would show in the Explorer too. */
export const SCHEME = "tensorlift-migration";

/** The command behind a finding. */
export const OPEN_FINDING = "tensorlift.migration.openFinding";

// with more files than this, folders start closed
const FEW_FILES = 25;

const ICONS: Record<Severity, vscode.ThemeIcon> = {
  error: new vscode.ThemeIcon("error", new vscode.ThemeColor("problemsErrorIcon.foreground")),
  warning: new vscode.ThemeIcon("warning", new vscode.ThemeColor("problemsWarningIcon.foreground")),
  information: new vscode.ThemeIcon("info", new vscode.ThemeColor("problemsInfoIcon.foreground")),
  hint: new vscode.ThemeIcon("lightbulb"),
};

const COLOURS: Partial<Record<string, vscode.ThemeColor>> = {
  error: new vscode.ThemeColor("list.errorForeground"),
  warning: new vscode.ThemeColor("list.warningForeground"),
};

/** Draws the nodes of the Migration view. */
export class MigrationItems implements vscode.TreeDataProvider<Node> {
  private readonly changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly model: Migration) {}

  /** Draws nodes again. */
  redraw(change: Change): void {
    this.changed.fire(change === "all" ? undefined : change);
  }

  getChildren(node?: Node): Node[] {
    return this.model.tree.children(node);
  }

  getParent(node: Node): Node | undefined {
    return this.model.tree.parent(node);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === "finding" ? this.finding(node) : this.container(node);
  }

  private container(node: FolderNode | FileNode): vscode.TreeItem {
    const label = this.model.tree.label(node);
    const item = new vscode.TreeItem(label, this.state(node));
    item.id = node.kind === "file" ? node.file.uri : `${node.uri}/`;
    item.resourceUri = resource(node);
    item.iconPath = node.kind === "file" ? vscode.ThemeIcon.File : vscode.ThemeIcon.Folder;
    item.description = texts.description(node.counts);
    item.tooltip = new vscode.MarkdownString(texts.nodeTooltip(node));
    item.contextValue = [node.kind, node.counts.fixable ? "fixable" : "", node.counts.review ? "review" : ""].filter(Boolean).join(" ");
    item.accessibilityInformation = { label: texts.nodeSentence(node, label), role: "treeitem" };
    if (node.kind === "file" && !node.counts.findings) item.command = open({ uri: node.file.uri, line: 1, character: 0 });
    return item;
  }

  private state(node: FolderNode | FileNode): vscode.TreeItemCollapsibleState {
    if (!node.counts.findings && node.kind === "file") return vscode.TreeItemCollapsibleState.None;
    const open = node.kind === "folder" && (this.model.totals()?.files ?? 0) <= FEW_FILES;
    return open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  }

  private finding({ parent, finding, index }: FindingNode): vscode.TreeItem {
    const item = new vscode.TreeItem(texts.findingLabel(finding));
    item.id = `${parent.file.uri}#${index}`;
    item.iconPath = ICONS[finding.severity];
    item.description = texts.short(finding.message);
    item.tooltip = new vscode.MarkdownString(texts.findingTooltip(finding, this.model.steps));
    item.contextValue = `finding ${finding.safety}`;
    item.accessibilityInformation = { label: texts.findingSentence(finding), role: "treeitem" };
    item.command = open(placeOf(parent.file.uri, finding));
    return item;
  }
}

/** Colours names by the worst severity below them, and counts its findings, as the Explorer does for problems. */
export const decorations: vscode.FileDecorationProvider = {
  provideFileDecoration(uri) {
    if (uri.scheme !== SCHEME || !uri.query) return undefined;
    const [severity = "", count = ""] = uri.query.split("=");
    return new vscode.FileDecoration(Number(count) > 9 ? "9+" : count, undefined, COLOURS[severity]);
  },
};

/** Where a finding is. */
export function placeOf(uri: string, finding: ScannedFinding): Place {
  const { line, character, end_line: endLine, end_character: endCharacter, cell } = finding;
  return { uri, line, character, endLine, endCharacter, cell };
}

function open(place: Place): vscode.Command {
  return { command: OPEN_FINDING, title: "Open", arguments: [place] };
}

function resource(node: FolderNode | FileNode): vscode.Uri {
  const uri = vscode.Uri.parse(node.kind === "file" ? node.file.uri : node.uri);
  const severity = texts.worst(node.counts);
  return uri.with({ scheme: SCHEME, query: severity ? `${severity}=${node.counts[severity]}` : "" });
}
