// What the server is told: the settings of VS Code in the server's words.

/** Reads one setting, without the `gofixmap.` before it. */
export type Read = <T>(name: string, fallback: T) => T;

export interface Surroundings {
  /** Whether the user trusts the workspace, so that its code may be compiled. */
  readonly trusted: boolean;
  /** Whether the Go extension is there and runs gopls. */
  readonly gopls: boolean;
}

export interface ServerSettings {
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  readonly safety: string;
  readonly fixAllSafety: string;
  readonly verify: string;
  readonly config: string;
  readonly gopls: boolean;
}

export function serverSettings(read: Read, around: Surroundings): ServerSettings {
  const gopls = read("gopls", "auto");
  return {
    select: read<string[]>("select", []),
    ignore: read<string[]>("ignore", []),
    safety: read("safety", "review"),
    fixAllSafety: read("fixAllSafety", "safe"),
    verify: around.trusted ? read("verify", "build") : "none",
    config: read("config", ""),
    gopls: gopls === "auto" ? around.gopls : gopls === "on",
  };
}

/** The server's command line; an empty or odd setting falls back to the one on PATH. */
export function commandLine(configured: unknown): { command: string; args: string[] } {
  const words = Array.isArray(configured) ? configured.filter((word) => typeof word === "string") : [];
  const [command, ...args] = words;
  return command ? { command, args } : { command: "gofixmap", args: ["lsp"] };
}
