-- Fixes of a whole file, a look at a fix before it is made, and the commands of the server.

local client_of = require("gofixmap.client")

local M = {}

local FIX_ALL = "source.fixAll.gofixmap"

local function client_here(buffer)
  local client = client_of.of(buffer)
  if not client then
    error("gofixmap is not attached to this buffer", 0)
  end
  return client
end

-- The edit is often left out of the list, and worked out when one action is chosen.
local function resolved(client, buffer, action)
  if action.edit or action.command or not action.data then
    return action
  end
  return client_of.ask(client, buffer, "codeAction/resolve", action, 10000)
end

local function run(client, buffer, action)
  action = resolved(client, buffer, action)
  if action.edit then
    vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  end
  if type(action.command) == "table" then
    M.execute(action.command.command, action.command.arguments or {}, buffer)
  end
end

local function whole(buffer)
  return { start = { line = 0, character = 0 }, ["end"] = { line = vim.api.nvim_buf_line_count(buffer), character = 0 } }
end

-- Makes the fixes of "fix all" in a buffer, and waits for them.
function M.fix_all(buffer, milliseconds)
  buffer = (not buffer or buffer == 0) and vim.api.nvim_get_current_buf() or buffer
  local client = client_here(buffer)
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    range = whole(buffer),
    context = { only = { FIX_ALL }, diagnostics = {}, triggerKind = 2 },
  }
  local actions = client_of.ask(client, buffer, "textDocument/codeAction", params, milliseconds)
  for _, action in ipairs(actions or {}) do
    run(client, buffer, action)
  end
end

-- Shows a unified diff in a window of its own.
function M.show(patch, name)
  vim.cmd("botright new")
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(patch, "\n", { plain = true }))
  vim.bo.buftype = "nofile"
  vim.bo.bufhidden = "wipe"
  vim.bo.swapfile = false
  vim.bo.modifiable = false
  vim.bo.filetype = "diff"
  pcall(vim.api.nvim_buf_set_name, buffer, "gofixmap://" .. name)
  return buffer
end

-- Runs a command of the server; the patch that it answers with is shown.
function M.execute(command, arguments, buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  local params = { command = command, arguments = arguments }
  client_of.request(client_here(buffer), buffer, "workspace/executeCommand", params, function(result)
    local patch = type(result) == "table" and result.patch
    if type(patch) == "string" and patch ~= "" then
      M.show(patch, command)
    end
  end)
end

return M
