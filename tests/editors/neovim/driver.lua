-- Drives Neovim as a user does, and writes down what is seen.

local SECONDS = 40
local seen = {}

function see(text)
  table.insert(seen, text)
end

function until_true(what, look)
  local last
  local done = vim.wait(SECONDS * 1000, function()
    last = look()
    return last
  end, 20)
  if not done then
    error(what .. ": not within " .. SECONDS .. " s", 0)
  end
  return last
end

local SEVERITY = { "error", "warning", "information", "hint" }

local function place(diagnostic)
  return string.format("%d:%d-%d", diagnostic.lnum + 1, diagnostic.col + 1, diagnostic.end_col + 1)
end

-- Diagnostics of the current buffer, sorted; `source` leaves the others out.
function diagnostics(source)
  local found = vim.tbl_filter(function(each)
    return not source or each.source == source
  end, vim.diagnostic.get(0))
  table.sort(found, function(a, b)
    return a.lnum * 1000 + a.col < b.lnum * 1000 + b.col
  end)
  return found
end

function see_diagnostics(title)
  see("== " .. title)
  for _, each in ipairs(diagnostics()) do
    local code = each.code or (each.user_data and each.user_data.lsp and each.user_data.lsp.code) or "?"
    local message = each.message:gsub("\n", "\n    ")
    see(string.format("%s %s %s[%s] %s", place(each), SEVERITY[each.severity], each.source, code, message))
  end
end

function wait_for_diagnostics(count, source)
  until_true(count .. " diagnostics", function()
    return #diagnostics(source) == count
  end)
end

-- Waits until gofixmap manages the current buffer.
function wait_for_server()
  until_true("gofixmap", function()
    local client = require("gofixmap.client").of(vim.api.nvim_get_current_buf())
    return client and client.initialized ~= false
  end)
end

function edit(name)
  vim.cmd("edit " .. name)
end

-- Puts the cursor on the first place of a text.
function put_cursor_on(text)
  vim.fn.cursor(1, 1)
  if vim.fn.search("\\V" .. vim.fn.escape(text, "\\"), "cW") == 0 then
    error("no " .. text .. " in the buffer", 0)
  end
end

function see_lines(title, first, last)
  see("== " .. title)
  for _, line in ipairs(vim.api.nvim_buf_get_lines(0, first - 1, last, false)) do
    see(line)
  end
end

-- Opens the menu of code actions at the cursor, notes it, and chooses the first title with a text.
function choose(text)
  local offered
  vim.ui.select = function(items, options, take)
    offered = {}
    local chosen
    for index, item in ipairs(items) do
      local title = options.format_item and options.format_item(item) or item.title
      table.insert(offered, title)
      if not chosen and title:find(text, 1, true) then
        chosen = index
      end
    end
    take(chosen and items[chosen], chosen)
  end
  vim.lsp.buf.code_action()
  until_true("a menu of code actions", function()
    return offered
  end)
  see("== the menu of code actions at " .. vim.fn.line(".") .. ":" .. vim.fn.col("."))
  for _, title in ipairs(offered) do
    see(title)
  end
  for _, title in ipairs(offered) do
    if title:find(text, 1, true) then
      return
    end
  end
  error("no code action with " .. text, 0)
end

function wait_for_text(text, buffer)
  until_true(text, function()
    local lines = vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, false)
    return table.concat(lines, "\n"):find(text, 1, true)
  end)
end

-- Runs a scenario, writes down what it saw, and ends Neovim; 1 is its exit code where it fails.
function scenario(run)
  local version = vim.version()
  see(string.format("Neovim %d.%d.%d", version.major, version.minor, version.patch))
  local done, failure = xpcall(run, debug.traceback)
  if not done then
    see("== FAILED " .. failure)
  end
  local file = assert(io.open(vim.env.GOFIXMAP_SEEN_FILE, "w"))
  file:write(table.concat(seen, "\n") .. "\n")
  file:close()
  vim.cmd(done and "qall!" or "cquit 1")
end
