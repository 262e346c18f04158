-- What is started, and where: the same for every way of starting it.

local M = {}

-- Options of setup(); `settings` goes to the server as it is, see docs/lsp.md.
M.options = {
  cmd = { "gofixmap", "lsp" },
  -- Makes the safe fixes of a file whenever it is written.
  fix_on_save = false,
  -- Milliseconds that a write waits for them; the first one, of a large package, takes longest.
  timeout = 5000,
  -- Whether gopls reports what it reports itself: true, false, or "auto" (where it is attached).
  gopls = "auto",
  settings = {},
}

-- Later ones are outer ones: a workspace goes before the modules in it.
M.root_markers = { "go.work", "go.mod", ".git" }

function M.client()
  local options = M.options
  local settings = vim.deepcopy(options.settings)
  if settings.gopls == nil then
    settings.gopls = options.gopls == true
  end
  if vim.tbl_isempty(settings) then
    settings = vim.empty_dict()
  end
  return {
    name = "gofixmap",
    cmd = options.cmd,
    filetypes = { "go" },
    init_options = settings,
    settings = { gofixmap = settings },
  }
end

-- The folder that a file belongs to, for Neovim without vim.fs.
function M.root(file)
  local folder = vim.fn.fnamemodify(file, ":p:h")
  for _, marker in ipairs(M.root_markers) do
    local found = vim.fn.findfile(marker, vim.fn.escape(folder, " ,;\\") .. ";")
    if found == "" then
      found = vim.fn.finddir(marker, vim.fn.escape(folder, " ,;\\") .. ";")
    end
    if found ~= "" then
      return vim.fn.fnamemodify(vim.fn.fnamemodify(found, ":p"):gsub("/$", ""), ":h")
    end
  end
  return folder
end

return M
