-- For Neovim 0.11 and later without setup(): vim.lsp.enable("gofixmap").
return {
  cmd = { "gofixmap", "lsp" },
  filetypes = { "go" },
  root_markers = { "go.work", "go.mod", ".git" },
}
