-- The whole workspace is fixed: buffers change, files do not.

scenario(function()
  edit("users.go")
  wait_for_diagnostics(2)
  vim.cmd("Gofixmap apply")
  wait_for_text("user.Visits++")
  see_lines("the buffer users.go", 11, 16)
  edit("billing.go")
  see_lines("the buffer billing.go", 1, 8)
  local changed = vim.tbl_filter(function(each)
    return vim.bo[each].modified
  end, vim.api.nvim_list_bufs())
  see("== buffers that are not written")
  for _, each in ipairs(changed) do
    see(vim.fn.fnamemodify(vim.api.nvim_buf_get_name(each), ":t"))
  end
end)
