/** The requests that the server answers besides those of the Language Server Protocol, and what they carry. */

/** The name of the settings section, of the diagnostics' source and of the language client. */
export const NAME = "tensorlift";

/** How far a program is lifted. */
export type Level = "compat" | "symbols" | "native";

/** What a fix may change: nothing, something to look at, or there is no automatic fix. */
export type Safety = "safe" | "review" | "manual";

/** How bad a finding is. */
export type Severity = "error" | "warning" | "information" | "hint";

/** What long work reports, with the request's `workDoneToken`. */
export interface WorkDoneParams {
  workDoneToken?: string;
}

/** One step of the migration guide. */
export interface Step {
  id: string;
  /** The guide's own number; null for what comes before its first step. */
  number: number | null;
  title: string;
  summary: string;
  url: string;
}

/** One finding of a scan. */
export interface ScannedFinding {
  /** 1-based; columns are in code points. */
  line: number;
  column: number;
  end_line: number;
  end_column: number;
  /** 0-based columns in UTF-16 units, as VS Code counts them. */
  character: number;
  end_character: number;
  /** The 1-based cell of a notebook. */
  cell?: number;
  code: string;
  slug: string;
  severity: Severity;
  safety: Safety;
  /** The id of its {@link Step}. */
  step: string;
  symbol: string | null;
  message: string;
}

/** One file of a scan. */
export interface ScannedFile {
  uri: string;
  /** Another one when the file, or what is said about it, has changed. */
  id: string;
  /** Relative to its workspace folder, with `/`; with several folders it begins with the folder's name. */
  path: string;
  lines: number;
  tensorflow: boolean;
  findings: ScannedFinding[];
  problem?: string;
}

/** Looks at all files of the workspace. */
export const SCAN = "tensorlift/scan";

/** Asks for {@link SCAN}. */
export interface ScanParams extends WorkDoneParams {
  /** The ids of the files that the client has, by URI. */
  known?: Record<string, string>;
}

/** Answers {@link SCAN}. */
export interface ScanResult {
  level: Level;
  target: string;
  keras: number | null;
  /** How many files were read. */
  read: number;
  files: ScannedFile[];
  /** URIs of files that are as the client knows them. */
  same: string[];
  steps: Step[];
}

/** Makes the edit that fixes files, a folder, or (without either) the workspace. */
export const FIX = "tensorlift/fix";

/** Asks for {@link FIX}. */
export interface FixParams extends WorkDoneParams {
  uris?: string[];
  folder?: string;
  /** Also what is to be looked at. */
  review?: boolean;
  level?: Level;
}

/** Answers {@link FIX}; `edit` is a WorkspaceEdit of the protocol. */
export interface FixResult<Edit = unknown> {
  edit: Edit | null;
  /** How many files the edit changes. */
  files: number;
  fixed: number;
  left: number;
  problems: { uri: string; message: string }[];
  message: string;
}

/** Makes the page of the migration report. */
export const REPORT = "tensorlift/report";

/** Asks for {@link REPORT}. */
export interface ReportParams extends WorkDoneParams {
  nonce: string;
  cspSource: string;
}

/** Answers {@link REPORT}. */
export interface ReportResult {
  html: string;
}

/** Commands that the server runs (`workspace/executeCommand`). */
export const EXPLAIN = "tensorlift.explain";
export const SHOW_DEBUG_INFORMATION = "tensorlift.showDebugInformation";
