" With ALE: findings, a fix from the menu, the fixer; beside gopls where that is named.

let g:ale_linters = {'go': empty($GOFIXMAP_GOPLS) ? ['gofixmap'] : ['gopls', 'gofixmap']}
let g:ale_go_gopls_executable = $GOFIXMAP_GOPLS
let g:ale_fixers = {'go': ['gofixmap']}
let g:ale_go_gofixmap_executable = $GOFIXMAP_COMMAND
runtime plugin/ale.vim
runtime plugin/gofixmap.vim
doautocmd VimEnter

function! s:Findings() abort
  return filter(copy(get(get(g:ale_buffer_info, bufnr('%'), {}), 'loclist', [])), {_, each -> each.bufnr == bufnr('%')})
endfunction

function! s:SeeFindings(title) abort
  call See('== ' . a:title)
  for l:each in s:Findings()
    call See(printf('%d:%d-%d %s %s[%s] %s', l:each.lnum, l:each.col, l:each.end_col, l:each.type, l:each.linter_name, l:each.code, split(l:each.text, "\n")[0]))
  endfor
endfunction

" Answers the question that ALE asks for one of the code actions.
function! s:Choose(text) abort
  runtime autoload/ale/util.vim
  let s:wanted = a:text
  let s:asked = ''
  function! ale#util#Input(message, value, ...) abort
    let s:asked = a:message " each server's actions are a question of their own
    for l:line in split(a:message, "\n")
      if stridx(l:line, s:wanted) >= 0
        return matchstr(l:line, '^\d\+')
      endif
    endfor
    return ''
  endfunction
  ALECodeAction
  call Until('a menu of code actions', {-> stridx(s:asked, s:wanted) >= 0})
  call See('== ALE asks at ' . line('.') . ':' . col('.'))
  for l:line in split(s:asked, "\n")
    call See(trim(l:line))
  endfor
endfunction

function! s:Run() abort
  edit users.go
  ALELint
  call Until('two findings', {-> len(s:Findings()) == 2})
  call s:SeeFindings('users.go: findings')
  call PutCursorOn('users[id].Visits++')
  call s:Choose('Store the changed copy')
  call WaitForText('user.Visits++')
  call SeeLines('the buffer', 11, 16)
  ALELint
  call Until('one finding', {-> len(s:Findings()) == 1})
  call s:SeeFindings('users.go: findings')
  ALEFix
  call WaitForText('user.Name = id')
  call SeeLines('the buffer, after :ALEFix', 18, 25)
endfunction

call Scenario(function('s:Run'))
