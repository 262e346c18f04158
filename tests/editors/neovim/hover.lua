-- The rule's page, on the finding.

scenario(function()
  edit("users.go")
  wait_for_diagnostics(2)
  put_cursor_on("users[id].Visits++")
  vim.lsp.buf.hover()
  local window = until_true("a window", function()
    return vim.tbl_filter(function(each)
      return vim.api.nvim_win_get_config(each).relative ~= ""
    end, vim.api.nvim_list_wins())[1]
  end)
  see("== the first lines of the hover window")
  for _, line in ipairs(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, 12, false)) do
    see(line)
  end
end)
