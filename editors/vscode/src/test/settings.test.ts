import assert from "node:assert/strict";
import { test } from "node:test";

import { commandLine, type Read, serverSettings } from "../settings";

function read(values: Record<string, unknown>): Read {
  return <T>(name: string, fallback: T) => (name in values ? (values[name] as T) : fallback);
}

const ALONE = { trusted: true, gopls: false };

test("an untrusted workspace is not compiled, whatever its settings say", () => {
  const told = serverSettings(read({ verify: "race" }), { trusted: false, gopls: false });
  assert.equal(told.verify, "none");
});

test("without settings the server gets its own defaults", () => {
  assert.deepEqual(serverSettings(read({}), ALONE), {
    select: [],
    ignore: [],
    safety: "review",
    fixAllSafety: "safe",
    verify: "build",
    config: "",
    gopls: false,
  });
});

for (const [setting, runs, told] of [
  ["auto", true, true],
  ["auto", false, false],
  ["on", false, true],
  ["off", true, false],
] as const) {
  test(`gopls ${setting}, where it ${runs ? "runs" : "does not run"}, is told as ${told}`, () => {
    const around = { trusted: true, gopls: runs };
    assert.equal(serverSettings(read({ gopls: setting }), around).gopls, told);
  });
}

for (const odd of [undefined, null, "gofixmap lsp", [], [""], [3], {}]) {
  test(`the command ${JSON.stringify(odd)} falls back to PATH`, () => {
    assert.deepEqual(commandLine(odd), { command: "gofixmap", args: ["lsp"] });
  });
}

test("a command keeps its arguments", () => {
  const configured = ["/opt/venv/bin/gofixmap", "lsp", "--log", "/tmp/log"];
  assert.deepEqual(commandLine(configured), {
    command: "/opt/venv/bin/gofixmap",
    args: ["lsp", "--log", "/tmp/log"],
  });
});
