-- Safe fixes are made when the file is written; one :undo takes them back.

scenario(function()
  edit("users.go")
  wait_for_diagnostics(2)
  vim.cmd("write")
  see("== users.go on disk, after :write")
  for _, line in ipairs(vim.fn.readfile("users.go")) do
    see(line)
  end
  edit("accounts.go")
  wait_for_diagnostics(1)
  vim.cmd("write")
  see("== accounts.go on disk, after :write: a fix of the tier review is not made")
  for _, line in ipairs(vim.fn.readfile("accounts.go", "", 10)) do
    see(line)
  end
end)
