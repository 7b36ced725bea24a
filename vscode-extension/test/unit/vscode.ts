/**
 * The part of VS Code's API that the extension uses, in memory. Modules under test get it as `vscode`; a test imports it by path too, for
 * {@link reset}, {@link settings} and the spies (`window.showErrorMessage` and others).
 */

import { vi } from "vitest";

type Listener<T> = (event: T) => unknown;

/** A spy that answers with a promise of this value. */
const answering = (value?: unknown) => vi.fn<(...args: unknown[]) => Promise<unknown>>(() => Promise.resolve(value));

export class Disposable {
  static from(...items: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const item of items) item.dispose();
    });
  }

  constructor(private readonly end: () => unknown = () => undefined) {}

  dispose(): void {
    this.end();
  }
}

export class EventEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();

  readonly event = (listener: Listener<T>, self?: unknown, disposables?: Disposable[]): Disposable => {
    const bound = self === undefined ? listener : listener.bind(self);
    this.listeners.add(bound);
    const disposable = new Disposable(() => this.listeners.delete(bound));
    disposables?.push(disposable);
    return disposable;
  };

  fire(event: T): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export class CancellationTokenSource {
  private readonly emitter = new EventEmitter<void>();

  readonly token = { isCancellationRequested: false, onCancellationRequested: this.emitter.event };

  cancel(): void {
    if (!this.token.isCancellationRequested) {
      this.token.isCancellationRequested = true;
      this.emitter.fire();
    }
  }

  dispose(): void {
    this.emitter.dispose();
  }
}

export class CancellationError extends Error {
  constructor() {
    super("Canceled");
    this.name = "Canceled";
  }
}

export class Uri {
  static from({ scheme, authority = "", path = "", query = "", fragment = "" }: Partial<Uri> & { scheme: string }): Uri {
    return new Uri(scheme, authority, path, query, fragment);
  }

  static file(path: string): Uri {
    return new Uri("file", "", path, "", "");
  }

  static parse(text: string): Uri {
    const url = new URL(text);
    return new Uri(url.protocol.slice(0, -1), url.host, decodeURIComponent(url.pathname), url.search.slice(1), decodeURIComponent(url.hash.slice(1)));
  }

  static joinPath(base: Uri, ...parts: string[]): Uri {
    return base.with({ path: [base.path.replace(/\/$/, ""), ...parts].join("/") });
  }

  constructor(
    readonly scheme: string,
    readonly authority: string,
    readonly path: string,
    readonly query: string,
    readonly fragment: string,
  ) {}

  get fsPath(): string {
    return this.path;
  }

  with(change: Partial<Pick<Uri, "scheme" | "authority" | "path" | "query" | "fragment">>): Uri {
    const { scheme, authority, path, query, fragment } = this;
    const changed = { scheme, authority, path, query, fragment, ...change };
    return new Uri(changed.scheme, changed.authority, changed.path, changed.query, changed.fragment);
  }

  toString(): string {
    const path = this.path.split("/").map(encodeURIComponent).join("/");
    return `${this.scheme}:${this.scheme === "file" || this.authority ? "//" : ""}${this.authority}${path}${this.fragment ? `#${this.fragment}` : ""}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position | number, end: Position | number, endLine?: number, endCharacter?: number) {
    this.start = start instanceof Position ? start : new Position(start, end as number);
    this.end = end instanceof Position ? end : new Position(endLine ?? 0, endCharacter ?? 0);
  }
}

export class Selection extends Range {}

export class Diagnostic {
  source?: string;
  code?: unknown;

  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: DiagnosticSeverity = DiagnosticSeverity.Error,
  ) {}
}

export class ThemeIcon {
  static readonly File = new ThemeIcon("file");
  static readonly Folder = new ThemeIcon("folder");

  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class MarkdownString {
  isTrusted: boolean | { enabledCommands: readonly string[] } = false;
  supportThemeIcons = false;

  constructor(
    public value = "",
    supportThemeIcons = false,
  ) {
    this.supportThemeIcons = supportThemeIcons;
  }

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}

export class FileDecoration {
  constructor(
    readonly badge?: string,
    readonly tooltip?: string,
    readonly color?: ThemeColor,
  ) {}
}

export class CodeActionKind {
  static readonly Notebook = new CodeActionKind("notebook");

  constructor(readonly value: string) {}

  append(parts: string): CodeActionKind {
    return new CodeActionKind(`${this.value}.${parts}`);
  }

  contains(other: CodeActionKind): boolean {
    return other.value === this.value || other.value.startsWith(`${this.value}.`);
  }
}

export class TreeItem {
  id?: string;
  label?: unknown;
  resourceUri?: Uri;
  description?: unknown;
  tooltip?: unknown;
  iconPath?: unknown;
  command?: unknown;
  contextValue?: string;
  accessibilityInformation?: unknown;

  constructor(
    label: unknown,
    public collapsibleState: TreeItemCollapsibleState = TreeItemCollapsibleState.None,
  ) {
    if (label instanceof Uri) this.resourceUri = label;
    else this.label = label;
  }
}

export class WorkspaceEdit {
  readonly replaced: { uri: Uri; range: Range; text: string }[] = [];

  replace(uri: Uri, range: Range, text: string): void {
    this.replaced.push({ uri, range, text });
  }
}

export class TabInputWebview {
  constructor(readonly viewType: string) {}
}

export class RelativePattern {
  constructor(
    readonly base: unknown,
    readonly pattern: string,
  ) {}
}

export enum DiagnosticSeverity {
  Error,
  Warning,
  Information,
  Hint,
}

export enum TreeItemCollapsibleState {
  None,
  Collapsed,
  Expanded,
}

export enum StatusBarAlignment {
  Left = 1,
  Right,
}

export enum ProgressLocation {
  SourceControl = 1,
  Window = 10,
  Notification = 15,
}

export enum ConfigurationTarget {
  Global = 1,
  Workspace,
  WorkspaceFolder,
}

export enum ViewColumn {
  Beside = -2,
  Active = -1,
  One = 1,
}

export enum QuickPickItemKind {
  Separator = -1,
  Default = 0,
}

export enum NotebookCellKind {
  Markup = 1,
  Code,
}

export enum TextDocumentSaveReason {
  Manual = 1,
  AfterDelay = 2,
  FocusOut = 3,
}

export enum LogLevel {
  Off,
  Trace,
  Debug,
  Info,
  Warning,
  Error,
}

/** The values of settings by their whole name (`tensorlift.level`); set them before use, {@link changeSettings} tells listeners. */
export const settings = new Map<string, unknown>();

const changedConfiguration = new EventEmitter<{ affectsConfiguration(section: string): boolean }>();
const changedFolders = new EventEmitter<unknown>();
const grantedTrust = new EventEmitter<void>();
const changedDiagnostics = new EventEmitter<{ uris: Uri[] }>();
const changedEditor = new EventEmitter<unknown>();
const changedNotebook = new EventEmitter<unknown>();
const changedTabs = new EventEmitter<unknown>();
const openedDocument = new EventEmitter<unknown>();
const closedDocument = new EventEmitter<unknown>();
const savedDocument = new EventEmitter<unknown>();
const changedDocument = new EventEmitter<unknown>();
const changedVisibility = new EventEmitter<{ visible: boolean }>();
const openedNotebook = new EventEmitter<unknown>();
const savingNotebook = new EventEmitter<unknown>();

/** The events that a test fires. */
export const events = {
  trust: grantedTrust,
  folders: changedFolders,
  diagnostics: changedDiagnostics,
  editor: changedEditor,
  notebook: changedNotebook,
  tabs: changedTabs,
  opened: openedDocument,
  closed: closedDocument,
  saved: savedDocument,
  changed: changedDocument,
  visibility: changedVisibility,
  openedNotebook,
  savingNotebook,
};

/** Changes settings as the user would. */
export function changeSettings(values: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(values)) settings.set(key, value);
  const affectsConfiguration = (section: string): boolean => Object.keys(values).some((key) => key === section || key.startsWith(`${section}.`));
  changedConfiguration.fire({ affectsConfiguration });
}

function getConfiguration(section?: string) {
  const whole = (key: string): string => (section ? `${section}.${key}` : key);
  return {
    get: (key: string, other?: unknown) => settings.get(whole(key)) ?? other,
    has: (key: string) => settings.has(whole(key)),
    inspect: (key: string) => ({ key: whole(key), globalValue: settings.get(whole(key)) }),
    update: vi.fn((key: string, value: unknown) => {
      changeSettings({ [whole(key)]: value });
      return Promise.resolve();
    }),
  };
}

function createOutputChannel(name: string) {
  const lines: string[] = [];
  const log = (level: string) => vi.fn((text: unknown) => void lines.push(`${level} ${String(text)}`));
  return {
    name,
    lines,
    logLevel: LogLevel.Info,
    onDidChangeLogLevel: new EventEmitter<LogLevel>().event,
    trace: log("trace"),
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    append: log("append"),
    appendLine: log("append"),
    replace: vi.fn(),
    clear: vi.fn(),
    show: vi.fn(),
    hide: vi.fn(),
    dispose: vi.fn(),
  };
}

function createStatusBarItem(id: string, alignment?: StatusBarAlignment, priority?: number) {
  return {
    id,
    alignment,
    priority,
    name: undefined as string | undefined,
    text: "",
    tooltip: undefined as unknown,
    command: undefined as unknown,
    color: undefined as unknown,
    backgroundColor: undefined as unknown,
    accessibilityInformation: undefined as { label: string; role?: string } | undefined,
    visible: false,
    show() {
      this.visible = true;
    },
    hide() {
      this.visible = false;
    },
    dispose: vi.fn(),
  };
}

/** A list that takes what is ticked at once; `events` lets a test do otherwise. */
function createQuickPick() {
  const accepted = new EventEmitter<void>();
  const hidden = new EventEmitter<void>();
  const pressed = new EventEmitter<{ item: unknown }>();
  return {
    events: { accepted, hidden, pressed },
    items: [] as unknown[],
    selectedItems: [] as unknown[],
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidTriggerItemButton: pressed.event,
    show: vi.fn(() => {
      accepted.fire();
    }),
    dispose: vi.fn(),
  };
}

type Task = (progress: { report: (value: unknown) => void }, token: CancellationTokenSource["token"]) => unknown;

/** The progress that is shown now; cancel it as the user would. */
export let progress: { options: unknown; reports: unknown[]; source: CancellationTokenSource } | undefined;

export const window = {
  activeTextEditor: undefined as unknown,
  activeNotebookEditor: undefined as unknown,
  visibleTextEditors: [] as unknown[],
  visibleNotebookEditors: [] as unknown[],
  tabGroups: { all: [] as unknown[], activeTabGroup: { viewColumn: 1, activeTab: undefined as unknown }, onDidChangeTabs: changedTabs.event },
  onDidChangeActiveTextEditor: changedEditor.event,
  onDidChangeActiveNotebookEditor: changedNotebook.event,
  onDidChangeVisibleTextEditors: changedEditor.event,
  onDidChangeVisibleNotebookEditors: changedNotebook.event,
  showInformationMessage: answering(),
  showWarningMessage: answering(),
  showErrorMessage: answering(),
  showQuickPick: answering(),
  createQuickPick: vi.fn(createQuickPick),
  showInputBox: answering(),
  showOpenDialog: answering(),
  showTextDocument: answering(),
  showNotebookDocument: answering(),
  withProgress: vi.fn(async (options: unknown, task: Task): Promise<unknown> => {
    const source = new CancellationTokenSource();
    const shown = { options, reports: [] as unknown[], source };
    progress = shown;
    return await task({ report: (value) => void shown.reports.push(value) }, source.token);
  }),
  setStatusBarMessage: vi.fn(() => new Disposable()),
  createOutputChannel: vi.fn(createOutputChannel),
  createStatusBarItem: vi.fn(createStatusBarItem),
  createTreeView: vi.fn((id: string, options: unknown) => ({
    id,
    options,
    visible: false,
    selection: [] as unknown[],
    badge: undefined,
    message: undefined as string | undefined,
    description: undefined as string | undefined,
    title: id,
    onDidChangeVisibility: changedVisibility.event,
    onDidChangeSelection: new EventEmitter<unknown>().event,
    reveal: vi.fn(() => Promise.resolve()),
    dispose: vi.fn(),
  })),
  createWebviewPanel: vi.fn(),
  registerFileDecorationProvider: vi.fn(() => new Disposable()),
  showSaveDialog: answering(),
  registerWebviewPanelSerializer: vi.fn(() => new Disposable()),
};

export const workspace = {
  isTrusted: true,
  workspaceFolders: undefined as { uri: Uri; name: string; index: number }[] | undefined,
  textDocuments: [] as unknown[],
  notebookDocuments: [] as unknown[],
  getConfiguration: vi.fn(getConfiguration),
  getWorkspaceFolder: vi.fn((uri: Uri) => workspace.workspaceFolders?.find((folder) => `${uri.path}/`.startsWith(`${folder.uri.path}/`))),
  asRelativePath: vi.fn((uri: Uri | string) => (typeof uri === "string" ? uri : uri.path)),
  onDidChangeConfiguration: changedConfiguration.event,
  onDidChangeWorkspaceFolders: changedFolders.event,
  onDidGrantWorkspaceTrust: grantedTrust.event,
  onDidOpenTextDocument: openedDocument.event,
  onDidCloseTextDocument: closedDocument.event,
  onDidSaveTextDocument: savedDocument.event,
  onWillSaveNotebookDocument: savingNotebook.event,
  onDidChangeTextDocument: changedDocument.event,
  registerTextDocumentContentProvider: vi.fn(() => new Disposable()),
  fs: { writeFile: answering() },
  onDidOpenNotebookDocument: openedNotebook.event,
  openTextDocument: answering({}),
  openNotebookDocument: answering({}),
  applyEdit: answering(true),
  saveAll: vi.fn((): Promise<boolean> => Promise.resolve(true)),
  createFileSystemWatcher: vi.fn(() => ({
    onDidChange: new EventEmitter<Uri>().event,
    onDidCreate: new EventEmitter<Uri>().event,
    onDidDelete: new EventEmitter<Uri>().event,
    dispose: vi.fn(),
  })),
};

/** What was registered as commands. */
export const registered = new Map<string, (...args: never[]) => unknown>();

export const commands = {
  registerCommand: vi.fn((id: string, run: (...args: never[]) => unknown) => {
    registered.set(id, run);
    return new Disposable(() => registered.delete(id));
  }),
  executeCommand: answering(),
};

/** What `languages.getDiagnostics()` answers with. */
export const diagnostics: [Uri, Diagnostic[]][] = [];

export const languages = {
  getDiagnostics: vi.fn((uri?: Uri) => (uri ? (diagnostics.find(([one]) => one.toString() === uri.toString())?.[1] ?? []) : diagnostics)),
  onDidChangeDiagnostics: changedDiagnostics.event,
  registerCodeActionsProvider: vi.fn(() => new Disposable()),
};

export const extensions = {
  getExtension: vi.fn<(id: string) => unknown>(() => undefined),
  onDidChange: new EventEmitter<void>().event,
};

export const env = {
  appName: "Visual Studio Code",
  remoteName: undefined as string | undefined,
  clipboard: { writeText: answering() },
  openExternal: answering(true),
};

export const version = "1.91.0";

/** Forgets settings, diagnostics, registrations and what the spies saw; call it before each test. */
export function reset(): void {
  vi.resetAllMocks();
  settings.clear();
  registered.clear();
  diagnostics.length = 0;
  progress = undefined;
  workspace.isTrusted = true;
  workspace.workspaceFolders = undefined;
  workspace.textDocuments = [];
  workspace.notebookDocuments = [];
  window.activeTextEditor = undefined;
  window.activeNotebookEditor = undefined;
  window.visibleTextEditors = [];
  window.visibleNotebookEditors = [];
}
