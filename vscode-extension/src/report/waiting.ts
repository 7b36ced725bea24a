/** What the panel shows until there is a report. */
export const TITLE = "Migration Report";

/** A page that tells how far the report is; it takes `{percentage}` messages. */
export function waitingPage(nonce: string): string {
  return page(
    nonce,
    `<p role="status">Reading the workspace…</p><progress aria-label="Reading the workspace" max="100"></progress>`,
    `addEventListener("message", ({ data }) => { document.querySelector("progress").value = data.percentage; });`,
  );
}

/** A page that tells why there is no report, with a button to try again. */
export function failurePage(nonce: string, problem: string): string {
  return page(
    nonce,
    `<p role="alert">${escaped(problem)}</p><button>Try Again</button>`,
    `const vscode = acquireVsCodeApi();
document.querySelector("button").addEventListener("click", () => { vscode.postMessage({ command: "refresh" }); });`,
  );
}

function page(nonce: string, body: string, script: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${TITLE}</title>
<style nonce="${nonce}">
body { display: grid; place-content: center; min-height: 80vh; text-align: center; }
progress { width: 20em; accent-color: var(--vscode-progressBar-background); }
button { justify-self: center; padding: 0.5em 1.5em; border: none; color: var(--vscode-button-foreground); background: var(--vscode-button-background); cursor: pointer; }
</style>
</head>
<body>${body}<script nonce="${nonce}">${script}</script></body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
