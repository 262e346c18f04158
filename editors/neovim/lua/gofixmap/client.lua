-- Neovim's client, whose functions have changed names from 0.7 to 0.12.

local config = require("gofixmap.config")

local M = {}

-- Clients of this session by root, where Neovim does not keep such a table itself.
local started = {}

local function clients(filter)
  if vim.lsp.get_clients then
    return vim.lsp.get_clients(filter)
  end
  local found = {}
  for _, client in pairs(vim.lsp.get_active_clients()) do
    local attached = not filter.bufnr or vim.lsp.buf_is_attached(filter.bufnr, client.id)
    if attached and (not filter.name or client.name == filter.name) then
      table.insert(found, client)
    end
  end
  return found
end

-- Calls a method of a client: they are functions up to 0.10, and methods since.
local function call(client, method, ...)
  if vim.fn.has("nvim-0.11") == 1 then
    return client[method](client, ...)
  end
  return client[method](...)
end

-- The gofixmap that a buffer is attached to, or nil.
function M.of(buffer)
  return clients({ name = "gofixmap", bufnr = buffer })[1]
end

function M.attach(buffer)
  local root = config.root(vim.api.nvim_buf_get_name(buffer))
  local id = started[root]
  if not id or not vim.lsp.get_client_by_id(id) then
    local settings = vim.tbl_extend("force", config.client(), { root_dir = root })
    id = vim.lsp.start_client(settings)
    started[root] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

-- Asks, and waits for the answer; an error is raised as one line.
function M.ask(client, buffer, method, params, milliseconds)
  local answer, failure = call(client, "request_sync", method, params, milliseconds or 5000, buffer)
  if not answer then
    error("gofixmap: " .. (failure or "no answer to " .. method), 0)
  elseif answer.err then
    error("gofixmap: " .. answer.err.message, 0)
  end
  return answer.result
end

-- Asks; `take` gets the answer, an error is shown.
function M.request(client, buffer, method, params, take)
  call(client, "request", method, params, function(failure, result)
    if failure then
      vim.notify("gofixmap: " .. failure.message, vim.log.levels.ERROR)
    else
      take(result)
    end
  end, buffer)
end

-- Tells gofixmap whether gopls is beside it, when that has changed.
function M.tell_of_gopls(buffer)
  local client = M.of(buffer)
  if not client or config.options.gopls ~= "auto" then
    return
  end
  local beside = #clients({ name = "gopls", bufnr = buffer }) > 0
  local section = client.config.settings.gofixmap
  if section.gopls ~= beside then
    section.gopls = beside
    local params = { settings = { gofixmap = section } }
    call(client, "notify", "workspace/didChangeConfiguration", params)
  end
end

return M
