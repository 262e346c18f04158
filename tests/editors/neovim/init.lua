-- What a user's init.lua has; the environment says which gofixmap and which gopls.

vim.opt.runtimepath:append(vim.env.GOFIXMAP_EDITORS .. "/neovim")
vim.opt.swapfile = false

if vim.env.GOFIXMAP_GOPLS then
  local gopls = { name = "gopls", cmd = { vim.env.GOFIXMAP_GOPLS }, filetypes = { "go" } }
  if vim.lsp.config then
    gopls.root_markers = { "go.mod" }
    vim.lsp.config("gopls", gopls)
    vim.lsp.enable("gopls")
  else
    vim.api.nvim_create_autocmd("FileType", {
      pattern = "go",
      callback = function()
        GOPLS = GOPLS or vim.lsp.start_client(vim.tbl_extend("force", gopls, { root_dir = vim.fn.getcwd() }))
        vim.lsp.buf_attach_client(0, GOPLS)
      end,
    })
  end
end

require("gofixmap").setup({
  cmd = { vim.env.GOFIXMAP_COMMAND, "lsp" },
  fix_on_save = vim.env.GOFIXMAP_FIX_ON_SAVE ~= nil,
})
