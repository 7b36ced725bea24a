-- Plays the scenario $SCENARIO in a Neovim that init.lua has set up, and writes its global table `report` to $REPORT.

report = {}

function wait(what, condition)
  if not vim.wait(10000, condition, 10) then
    error('waited in vain for ' .. what, 2)
  end
end

function client()
  return vim.lsp.get_clients({ bufnr = 0, name = 'tensorlift' })[1]
end

-- The diagnostics of the current buffer: their codes and the texts that they mark, in the order of the text.
function findings()
  local found = vim.diagnostic.get(0)
  table.sort(found, function(a, b) return a.lnum < b.lnum or (a.lnum == b.lnum and a.col < b.col) end)
  return vim.tbl_map(function(d)
    return { d.code, table.concat(vim.api.nvim_buf_get_text(0, d.lnum, d.col, d.end_lnum, d.end_col, {}), '\n') }
  end, found)
end

-- The version of each buffer that its findings are about.
local pulled = {}
local on_diagnostic = vim.lsp.handlers['textDocument/diagnostic']
vim.lsp.handlers['textDocument/diagnostic'] = function(problem, result, context)
  on_diagnostic(problem, result, context)
  pulled[context.bufnr] = context.version
end

-- Wait until there are so many findings of the present text; return them.
function wait_findings(count)
  local buffer = vim.api.nvim_get_current_buf()
  wait(count .. ' findings', function()
    return pulled[buffer] == vim.lsp.util.buf_versions[buffer] and #vim.diagnostic.get(buffer) == count
  end)
  return findings()
end

function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

function wait_line(number, text)
  wait(text, function() return lines()[number] == text end)
end

-- Press keys as a user does, mappings included; each time is one step for undo.
function press(keys)
  vim.o.undolevels = vim.o.undolevels
  vim.api.nvim_feedkeys(vim.keycode(keys), 'mx', false)
end

-- Put the cursor on the first occurrence of a text.
function go_to(text)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search('\\V' .. text, 'c') > 0, text .. ' is not in the buffer')
end

local ok, problem = xpcall(dofile, debug.traceback, vim.env.SCENARIO)
if not ok then
  local log = vim.lsp.log.get_filename()
  local logged = vim.fn.filereadable(log) == 1 and vim.fn.readfile(log) or {}
  io.stderr:write(table.concat({ problem, vim.fn.execute('messages'), unpack(logged) }, '\n'))
  vim.cmd('cquit')
end
vim.fn.writefile({ vim.json.encode(report) }, vim.env.REPORT)
vim.cmd('qall!')
