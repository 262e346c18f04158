import assert from "node:assert/strict";
import { test } from "node:test";

import { leavesPatch, patchOf, runsCode } from "../answers";

for (const answer of [undefined, null, "diff --git", 3, [], {}, { patch: 3 }, { patch: "" }]) {
  test(`${JSON.stringify(answer)} has no patch`, () => {
    assert.equal(patchOf(answer), "");
  });
}

test("a patch is taken as it is", () => {
  assert.equal(patchOf({ patch: "--- a\n", message: "1 fix" }), "--- a\n");
});

for (const args of [[], [null], [{}], [{ show: true }], ["show"], [{ show: 0 }]]) {
  test(`${JSON.stringify(args)} lets the server show it`, () => {
    assert.equal(leavesPatch(args), false);
  });
}

test("show: false leaves it to the caller", () => {
  assert.equal(leavesPatch([{ uri: "file:///a.go", show: false }]), true);
});

for (const [command, runs] of [
  ["gofixmap.dryRun", false],
  ["gofixmap.apply", false],
  ["gofixmap.race", true],
] as const) {
  test(`${command} ${runs ? "runs" : "does not run"} code of the workspace`, () => {
    assert.equal(runsCode(command), runs);
  });
}
