-- A mistake is typed into a buffer that nobody saves; then it is taken back.

scenario(function()
  edit("sessions.go")
  wait_for_text("package shop")
  vim.cmd("normal! Go\rfunc visit(m map[string]User) {\r\tm[\"a\"].Visits++\r}")
  wait_for_diagnostics(1)
  see_diagnostics("sessions.go, with a function typed at its end: diagnostics")
  see("written: " .. tostring(not vim.bo.modified))
  vim.cmd("undo")
  wait_for_diagnostics(0)
  see_diagnostics("after undo: diagnostics")
end)
