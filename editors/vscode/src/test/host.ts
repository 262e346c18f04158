// Runs inside of a real VS Code, as the tests of an extension: `extensionTestsPath`.

import assert from "node:assert/strict";
import { existsSync, renameSync, writeFileSync } from "node:fs";
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
  const actions = await actionsAt(document, first.range, 1);
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

async function besideGopls(): Promise<void> {
  const document = await open("users.go");
  const settings = vscode.workspace.getConfiguration("gofixmap");
  await until("diagnostics", () => diagnosticsOf(document), (all) => all.length === 2);
  await settings.update("gopls", "on", vscode.ConfigurationTarget.Workspace);
  await until("what gopls reports goes", () => diagnosticsOf(document), (all) => all.length === 0);
  see("== users.go, with gofixmap.gopls: on: no diagnostics, and for the errors of gopls at line 13");
  const actions = await actionsAt(document, new vscode.Range(12, 1, 12, 17));
  actions.filter(({ kind }) => kind?.value === "quickfix").forEach((action) => see(`quickfix ${action.title}`));
  assert.ok(actions.some((action) => action.isPreferred), "the fix is still there");
  await settings.update("gopls", undefined, vscode.ConfigurationTarget.Workspace);
  await until("diagnostics", () => diagnosticsOf(document), (all) => all.length === 2);
}

async function fixOnSave(): Promise<void> {
  const document = await open("users.go");
  await vscode.commands.executeCommand("workbench.action.files.save");
  await until("the file is saved", () => document.isDirty, (dirty) => !dirty);
  see("== users.go after saving with source.fixAll.gofixmap");
  see(document.getText().slice(document.getText().indexOf("// Rename")).trimEnd());
  assert.match(document.getText(), /user := users\["😀"\]/);
}

async function refactoring(): Promise<void> {
  const document = await open("sessions.go");
  const at = document.positionAt(document.getText().indexOf("byID map"));
  const offered = await until(
    "refactorings",
    () => actionsAt(document, new vscode.Range(at, at), 1),
    (all) => all.some((action) => action.title.startsWith("Guard ")),
  );
  see("== sessions.go, on byID: code actions");
  offered.forEach((action) => see(`${action.kind?.value ?? ""} ${action.title}`));
  const guard = offered.find((action) => action.title.startsWith("Guard "));
  assert.ok(guard?.edit, "a refactoring is resolved to an edit");
  await vscode.workspace.applyEdit(guard.edit);
  see("== sessions.go after it");
  see(document.getText().trimEnd());
}

async function severalFiles(): Promise<void> {
  const document = await open("accounts.go");
  const [found] = await until("diagnostics", () => diagnosticsOf(document), (all) => all.length === 1);
  assert.ok(found);
  see("== accounts.go: diagnostics");
  see(line(found));
  found.relatedInformation?.forEach(({ location, message }) => {
    see(`    ${vscode.workspace.asRelativePath(location.uri)}:${location.range.start.line + 1} ${message}`);
  });
  const actions = await actionsAt(document, found.range, 1);
  const fix = actions.find((action) => action.title.includes("pointer receiver"));
  assert.ok(fix?.edit, "a fix of two files has an edit");
  see(`== ${fix.title}`);
  for (const [uri, edits] of fix.edit.entries()) {
    see(`${vscode.workspace.asRelativePath(uri)}: ${edits.length} edits`);
  }
  // The menu, as a user sees it.
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor);
  editor.selection = new vscode.Selection(found.range.start, found.range.start);
  await vscode.commands.executeCommand("editor.action.quickFix");
  await picture("vscode-menu");
  await vscode.commands.executeCommand("acceptSelectedCodeAction");
  await picture("vscode-preview");
  await vscode.commands.executeCommand("refactorPreview.discard");
  assert.match(document.getText(), /func \(a account\) pay/, "nothing is changed before it is confirmed");
}

async function hover(): Promise<void> {
  const document = await open("accounts.go");
  await until("diagnostics", () => diagnosticsOf(document), (all) => all.length === 1);
  const at = document.positionAt(document.getText().indexOf("a.balance"));
  const pages = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, at);
  const texts = pages.flatMap((page) => page.contents.map((part) => (typeof part === "string" ? part : part.value)));
  const page = texts.find((text) => text.includes("pointer-receiver"));
  assert.ok(page, "the rule's page is among the hovers");
  see("== accounts.go: the first lines of the hover");
  page.split("\n").slice(0, 10).forEach(see);
}

async function diff(): Promise<void> {
  await open("accounts.go");
  await vscode.commands.executeCommand("gofixmap.diffWorkspace");
  const document = await until(
    "a diff",
    () => vscode.window.activeTextEditor?.document,
    (found) => found?.languageId === "diff",
  );
  see("== gofixmap: Show What Would Be Fixed");
  see(document?.getText().trimEnd() ?? "");
  await picture("vscode-diff");
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
}

/** Waits until whoever drives the window has taken a picture of it. */
async function picture(name: string): Promise<void> {
  await new Promise((wake) => setTimeout(wake, 1500));
  const ask = `${seenFile()}.picture`;
  writeFileSync(`${ask}.new`, name);
  renameSync(`${ask}.new`, ask);
  await until(`a picture ${name}`, () => existsSync(ask), (waits) => !waits);
}

function seenFile(): string {
  const file = process.env["GOFIXMAP_SEEN_FILE"];
  assert.ok(file, "GOFIXMAP_SEEN_FILE names a file");
  return file;
}

function write(): void {
  writeFileSync(`${seenFile()}.new`, `${seen.join("\n")}\n`);
  renameSync(`${seenFile()}.new`, seenFile());
}

export async function run(): Promise<void> {
  try {
    const extension = vscode.extensions.getExtension("gofixmap.gofixmap");
    assert.ok(extension, "the extension is there");
    await extension.activate();
    see(`VS Code ${vscode.version}`);
    for (const step of [besideGopls, quickFix, fixOnSave, refactoring, hover, diff, severalFiles]) {
      await step();
    }
    see("== done");
  } catch (error) {
    see(`== FAILED ${error instanceof Error ? error.stack : String(error)}`);
    throw error;
  } finally {
    write();
  }
}
