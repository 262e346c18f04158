// The server's commands, and what they answer with.

/** The patch in an answer, "" where there is none. */
export function patchOf(answer: unknown): string {
  if (typeof answer !== "object" || answer === null) {
    return "";
  }
  const { patch } = answer as Record<string, unknown>;
  return typeof patch === "string" ? patch : "";
}

/** Whether a command leaves the patch to its caller to show; the server shows it otherwise. */
export function leavesPatch(args: readonly unknown[]): boolean {
  return args.some((argument) => {
    return typeof argument === "object" && argument !== null && "show" in argument && argument.show === false;
  });
}

/** Whether a command runs code of the workspace. */
export function runsCode(command: string): boolean {
  return command === "gofixmap.race";
}
