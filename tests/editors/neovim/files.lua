-- A fix of two files is looked at first; then it changes both buffers, and neither file.

scenario(function()
  edit("accounts.go")
  wait_for_diagnostics(1)
  see_diagnostics("accounts.go: diagnostics")
  put_cursor_on("a.balance")
  choose("Show the changes")
  until_true("a diff", function()
    return vim.bo.filetype == "diff"
  end)
  see_lines("the window of the changes", 1, -1)
  vim.cmd("quit")
  put_cursor_on("a.balance")
  choose("pointer")
  wait_for_text("func (a *account) pay")
  see_lines("the buffer accounts.go", 8, 10)
  edit("billing.go")
  see_lines("the buffer billing.go", 1, 8)
  see("== billing.go on disk")
  for _, line in ipairs(vim.fn.readfile("billing.go")) do
    see(line)
  end
end)
