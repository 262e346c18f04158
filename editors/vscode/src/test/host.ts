// Runs inside of a real VS Code, as the tests of an extension: `extensionTestsPath`.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

const WAIT = 30_000;

const seen: string[] = [];

function see(text: string): void {
  seen.push(text);
}

async function until<T>(what: string, look: () => T | Promise<T>, enough: (found: T) => boolean): Promise<T> {
  const end = Date.now() + WAIT;
  for (;;) {
    const found = await look();
    if (enough(found)) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${WAIT / 1000} s; last: ${JSON.stringify(found)}`);
    }
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

async function open(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document);
  return document;
}

function diagnosticsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri);
}

function line(diagnostic: vscode.Diagnostic): string {
  const { start, end } = diagnostic.range;
  const code = typeof diagnostic.code === "object" ? diagnostic.code.value : diagnostic.code;
  const severity = vscode.DiagnosticSeverity[diagnostic.severity];
  return `${start.line + 1}:${start.character + 1}-${end.character + 1} ${severity} ${diagnostic.source}[${code}] ${diagnostic.message}`;
}

async function actionsAt(document: vscode.TextDocument, range: vscode.Range, resolved = 0): Promise<vscode.CodeAction[]> {
  return await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    undefined,
    resolved,
  );
}

async function quickFix(): Promise<void> {
  const document = await open("users.go");
  const found = await until("diagnostics", () => diagnosticsOf(document), (all) => all.length >= 2);
  see("== users.go: diagnostics");
  found.forEach((diagnostic) => see(line(diagnostic)));
  const first = found.find((diagnostic) => diagnostic.range.start.line === 12);
  assert.ok(first);
  const actions = await actionsAt(document, first.range, 20);
  see("== line 13: code actions");
  actions.forEach((action) => see(`${action.kind?.value ?? ""} ${action.title}`));
  const fix = actions.find((action) => action.isPreferred);
  assert.ok(fix?.edit, "a preferred fix has an edit");
  await vscode.workspace.applyEdit(fix.edit);
  await until("the fixed finding goes", () => diagnosticsOf(document), (all) => all.length === 1);
  see("== line 13 after the preferred one");
  see(document.getText(new vscode.Range(11, 0, 17, 0)).trimEnd());
  see("== users.go: diagnostics");
  diagnosticsOf(document).forEach((diagnostic) => see(line(diagnostic)));
}

async function fixOnSave(): Promise<void> {
  const document = await open("users.go");
  await vscode.workspace
    .getConfiguration("editor", { languageId: "go", uri: document.uri })
    .update("codeActionsOnSave", { "source.fixAll.gofixmap": "explicit" }, vscode.ConfigurationTarget.Workspace, true);
  await vscode.commands.executeCommand("workbench.action.files.save");
  await until("the file is saved", () => document.isDirty, (dirty) => !dirty);
  see("== users.go after saving with source.fixAll.gofixmap");
  see(document.getText().slice(document.getText().indexOf("// Rename")).trimEnd());
  assert.match(document.getText(), /user := users\["😀"\]/);
}

export async function run(): Promise<void> {
  const name = process.env["GOFIXMAP_SEEN"] ?? path.join(__dirname, "seen.txt");
  try {
    const extension = vscode.extensions.getExtension("gofixmap.gofixmap");
    assert.ok(extension, "the extension is there");
    await extension.activate();
    see(`VS Code ${vscode.version}`);
    await quickFix();
    await fixOnSave();
    see("== done");
  } catch (error) {
    see(`== FAILED ${error instanceof Error ? error.stack : String(error)}`);
    throw error;
  } finally {
    writeFileSync(name, seen.join("\n") + "\n");
  }
}
