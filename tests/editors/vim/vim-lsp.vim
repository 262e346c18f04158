" With vim-lsp: findings, a fix from the menu, a refactoring, fixes on save; beside gopls where that
" is named.

let g:gofixmap_command = [$GOFIXMAP_COMMAND, 'lsp']
let g:lsp_auto_enable = 0
let g:lsp_code_action_ui = 'float'
runtime plugin/lsp.vim
if !empty($GOFIXMAP_GOPLS)
  autocmd User lsp_setup call lsp#register_server({
  \ 'name': 'gopls',
  \ 'cmd': {_ -> [$GOFIXMAP_GOPLS]},
  \ 'allowlist': ['go'],
  \ })
endif
runtime plugin/gofixmap.vim
call lsp#enable()
autocmd BufWritePre *.go LspCodeActionSync source.fixAll.gofixmap

function! s:Findings() abort
  let l:uri = lsp#utils#get_buffer_uri(bufnr('%'))
  let l:all = lsp#internal#diagnostics#state#_get_all_diagnostics_grouped_by_server_for_uri(l:uri)
  let l:found = []
  for l:name in sort(keys(l:all))
    let l:found += get(get(l:all[l:name], 'params', {}), 'diagnostics', [])
  endfor
  return l:found
endfunction

function! s:SeeFindings(title) abort
  call See('== ' . a:title)
  for l:each in s:Findings()
    let l:start = l:each.range.start
    call See(printf('%d:%d %s[%s] %s', l:start.line + 1, l:start.character + 1, l:each.source, l:each.code, l:each.message))
  endfor
endfunction

" Chooses a line of the popup that vim-lsp opens.
function! s:Choose(text) abort
  LspCodeAction
  let l:popup = Until('a menu of code actions', {-> popup_list()})[0]
  let l:offered = getbufline(winbufnr(l:popup), 1, '$')
  call See('== the menu of code actions at ' . line('.') . ':' . col('.'))
  for l:line in l:offered
    call See(l:line)
  endfor
  call popup_close(l:popup, 1 + match(l:offered, '\V' . a:text))
endfunction

function! s:Run() abort
  edit users.go
  call Until('two findings', {-> len(s:Findings()) == 2})
  call s:SeeFindings('users.go: findings')
  call Until('the server', {-> lsp#get_server_status('gofixmap') ==# 'running'})
  call PutCursorOn('users[id].Visits++')
  call s:Choose('Store the changed copy')
  call WaitForText('user.Visits++')
  call SeeLines('the buffer', 11, 16)
  call Until('one finding', {-> len(s:Findings()) == 1})
  call s:SeeFindings('users.go: findings')
  write
  call SeeFile('users.go on disk, after :write', 'users.go')
  edit sessions.go
  call PutCursorOn('byID map')
  call s:Choose('Guard ')
  call WaitForText('guards byID')
  call SeeLines('sessions.go', 1, 30)
endfunction

call Scenario(function('s:Run'))
