-- gopls is attached to the same buffer: its errors are not repeated, and have our fix.

scenario(function()
  edit("users.go")
  wait_for_server()
  wait_for_diagnostics(2, "compiler")
  until_true("one diagnostic for each mistake", function()
    local client = require("gofixmap.client").of(vim.api.nvim_get_current_buf())
    return client.config.settings.gofixmap.gopls and #diagnostics("gofixmap") == 0
  end)
  -- Time enough for a late one to show itself.
  vim.wait(3000)
  see_diagnostics("users.go: diagnostics of both servers")
  put_cursor_on("users[id].Visits++")
  choose("Store the changed copy")
  wait_for_text("user.Visits++")
  see_lines("the buffer", 11, 16)
  until_true("gopls sees it too", function()
    return #diagnostics() == 1
  end)
  see_diagnostics("users.go: diagnostics of both servers")
end)
