// The gofixmap language server in VS Code.

import * as vscode from "vscode";
import {
  DidChangeConfigurationNotification,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  type ServerOptions,
} from "vscode-languageclient/node";

import { leavesPatch, patchOf, runsCode } from "./answers";
import { commandLine, type Read, serverSettings, type ServerSettings } from "./settings";

const SECTION = "gofixmap";

let client: LanguageClient | undefined;

/** What tests see of the extension. */
export interface Api {
  readonly client: () => LanguageClient | undefined;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const commands: Record<string, () => unknown> = {
    "gofixmap.diffWorkspace": () => vscode.commands.executeCommand("gofixmap.dryRun", { show: false }),
    "gofixmap.applyWorkspace": () => vscode.commands.executeCommand("gofixmap.apply"),
    "gofixmap.racePackage": racePackage,
    "gofixmap.fixFile": fixFile,
    "gofixmap.restart": restart,
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(configurationChanged),
    vscode.workspace.onDidGrantWorkspaceTrust(() => sendSettings()),
    vscode.extensions.onDidChange(() => sendSettings()),
  );
  await start();
  return { client: () => client };
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function start(): Promise<void> {
  const { command, args } = commandLine(configuration().get("command"));
  const server: ServerOptions = { command, args };
  client = new LanguageClient(SECTION, "gofixmap", server, clientOptions());
  try {
    await client.start();
  } catch (error) {
    // Not awaited: the message stays until somebody answers it.
    void tellOfFailure(command, error);
  }
}

async function restart(): Promise<void> {
  await client?.dispose();
  await start();
}

function clientOptions(): LanguageClientOptions {
  return {
    documentSelector: [{ scheme: "file", language: "go" }],
    initializationOptions: settings(),
    middleware,
  };
}

const middleware: Middleware = {
  executeCommand: async (command, args, next) => {
    if (runsCode(command) && !vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage("gofixmap: tests run in trusted workspaces only.");
      return undefined;
    }
    const result: unknown = await next(command, args);
    if (leavesPatch(args)) {
      await show(result);
    }
    return result;
  },
  workspace: {
    configuration: async (params, token, next) => {
      const answers: unknown = await next(params, token);
      return Array.isArray(answers)
        ? answers.map((answer, index) => (params.items[index]?.section === SECTION ? settings() : answer))
        : [];
    },
    // What the client would send has the settings of the extension itself in it.
    didChangeConfiguration: () => sendSettings(),
  },
};

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION);
}

function settings(): ServerSettings {
  const configured = configuration();
  const read: Read = (name, fallback) => configured.get(name, fallback);
  return serverSettings(read, { trusted: vscode.workspace.isTrusted, gopls: goplsRuns() });
}

function goplsRuns(): boolean {
  const present = vscode.extensions.getExtension("golang.go") !== undefined;
  return present && vscode.workspace.getConfiguration("go").get("useLanguageServer", true);
}

async function configurationChanged(event: vscode.ConfigurationChangeEvent): Promise<void> {
  if (event.affectsConfiguration("gofixmap.command")) {
    await restart();
  } else if (event.affectsConfiguration(SECTION) || event.affectsConfiguration("go.useLanguageServer")) {
    await sendSettings();
  }
}

async function sendSettings(): Promise<void> {
  if (client?.isRunning()) {
    await client.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { [SECTION]: settings() },
    });
  }
}

async function racePackage(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const uri = document && { uri: document.uri.toString() };
  await vscode.commands.executeCommand("gofixmap.race", { ...uri, show: false });
}

async function fixFile(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.sourceAction", {
    kind: "source.fixAll.gofixmap",
    apply: "first",
  });
}

async function show(result: unknown): Promise<void> {
  const content = patchOf(result);
  if (content) {
    const document = await vscode.workspace.openTextDocument({ language: "diff", content });
    await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }
}

async function tellOfFailure(command: string, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const text = `gofixmap: cannot start ${command} (${reason}). Where it is not on PATH, name it in the settings.`;
  if (await vscode.window.showErrorMessage(text, "Open the settings")) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "gofixmap.command");
  }
}
