-- What would be fixed in the workspace, as a diff in a window of its own.

scenario(function()
  edit("users.go")
  wait_for_diagnostics(2)
  vim.cmd("Gofixmap diff")
  until_true("a diff", function()
    return vim.bo.filetype == "diff"
  end)
  see("== the window of :Gofixmap diff")
  for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    see(line)
  end
end)
