-- The tests of the package run under the race detector; the fix changes the buffer and is shown.

scenario(function()
  edit("hits.go")
  wait_for_server()
  vim.cmd("Gofixmap race")
  vim.wait(240000, function()
    return vim.bo.filetype == "diff"
  end, 100)
  see_lines("the window of :Gofixmap race", 1, -1)
  see("== messages")
  see(vim.trim(vim.fn.execute("messages")))
end)
