-- gofixmap in Neovim 0.7 and later: require("gofixmap").setup({}).

local actions = require("gofixmap.actions")
local client = require("gofixmap.client")
local config = require("gofixmap.config")

local M = { fix_all = actions.fix_all, execute = actions.execute }

-- The patch is shown here, and not by the server.
local QUIET = { show = false }

local SUBCOMMANDS = {
  fix = function()
    actions.fix_all(0)
  end,
  apply = function()
    actions.execute("gofixmap.apply", {})
  end,
  diff = function()
    actions.execute("gofixmap.dryRun", { QUIET })
  end,
  race = function()
    actions.execute("gofixmap.race", { { uri = vim.uri_from_bufnr(0), show = false } })
  end,
}

local function subcommands()
  local names = vim.tbl_keys(SUBCOMMANDS)
  table.sort(names)
  return names
end

local function on(events, pattern, callback)
  local group = vim.api.nvim_create_augroup("gofixmap", { clear = false })
  vim.api.nvim_create_autocmd(events, { group = group, pattern = pattern, callback = callback })
end

-- Whatever happens, the file is written.
local function fix_before_write(event)
  if client.of(event.buf) then
    local done, failure = pcall(actions.fix_all, event.buf, config.options.timeout)
    if not done then
      vim.notify(tostring(failure), vim.log.levels.WARN)
    end
  end
end

local function start()
  if vim.lsp.config then
    vim.lsp.config("gofixmap", vim.tbl_extend("force", config.client(), { root_markers = config.root_markers }))
    vim.lsp.enable("gofixmap")
    return
  end
  on("FileType", "go", function()
    client.attach(vim.api.nvim_get_current_buf())
  end)
end

local function watch_for_gopls()
  local function look(event)
    client.tell_of_gopls(event.buf or vim.api.nvim_get_current_buf())
  end
  if vim.fn.exists("##LspAttach") == 1 then
    on({ "LspAttach" }, "*.go", look)
    -- The client is still in the table while LspDetach runs.
    on({ "LspDetach" }, "*.go", function(event)
      vim.schedule(function()
        look(event)
      end)
    end)
  else
    -- Before 0.8 the first thing that is heard of a server are its diagnostics.
    on({ "BufEnter", "DiagnosticChanged" }, "*.go", look)
  end
end

-- "Show the changes" in a menu of code actions is a command, whose patch is shown here.
local function show_previews()
  vim.lsp.commands["gofixmap.preview"] = function(command, context)
    local arguments = vim.deepcopy(command.arguments)
    arguments[1].show = false
    actions.execute(command.command, arguments, context.bufnr)
  end
end

function M.setup(options)
  config.options = vim.tbl_extend("force", config.options, options or {})
  vim.api.nvim_create_augroup("gofixmap", { clear = true })
  show_previews()
  watch_for_gopls()
  start()
  if config.options.fix_on_save then
    on("BufWritePre", "*.go", fix_before_write)
  end
  vim.api.nvim_create_user_command("Gofixmap", function(call)
    local run = SUBCOMMANDS[call.args]
    if run then
      run()
    else
      vim.notify("gofixmap: one of " .. table.concat(subcommands(), ", "), vim.log.levels.ERROR)
    end
  end, { nargs = 1, complete = subcommands })
end

return M
