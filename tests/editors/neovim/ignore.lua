-- A finding is silenced where it stands.

scenario(function()
  edit("users.go")
  wait_for_diagnostics(2)
  put_cursor_on("users[id].Visits++")
  choose("Ignore")
  wait_for_text("//gofixmap:ignore map-writeback")
  see_lines("the buffer", 11, 16)
  wait_for_diagnostics(1)
  see_diagnostics("users.go: diagnostics")
end)
