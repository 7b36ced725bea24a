import type { ScannedFile, ScannedFinding, Step } from "../../src/server/protocol";

/** Steps of the guide. */
export const STEPS: Step[] = [
  { id: "python", number: null, title: "Python and packages", summary: "Python 3", url: "" },
  { id: "symbols", number: 1, title: "Symbols", summary: "Names", url: "https://example.org/symbols" },
  { id: "contrib", number: 2, title: "Contrib", summary: "tf.contrib", url: "https://example.org/contrib" },
];

/** Makes a finding. */
export function finding(values: Partial<ScannedFinding> = {}): ScannedFinding {
  return {
    line: 3,
    column: 5,
    end_line: 3,
    end_column: 11,
    character: 4,
    end_character: 10,
    code: "TL101",
    slug: "renamed-symbol",
    severity: "error",
    safety: "safe",
    step: "symbols",
    symbol: "tf.log",
    message: "tf.log is called tf.math.log in TensorFlow 2.",
    ...values,
  };
}

/** Makes a file of the folder `/project`. */
export function scanned(path: string, findings: ScannedFinding[] = [finding()], values: Partial<ScannedFile> = {}): ScannedFile {
  return { uri: `file:///project/${path}`, id: "1", path, lines: 20, tensorflow: true, findings, ...values };
}
