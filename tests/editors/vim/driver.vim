" Drives Vim as a user does, and writes down what is seen.

set nocompatible hidden noswapfile encoding=utf-8
filetype plugin on
let &runtimepath .= ',' . $GOFIXMAP_EDITORS . '/vim,' . $GOFIXMAP_VIM_PLUGIN

let s:seconds = 40
let s:seen = []

function! See(text) abort
  call add(s:seen, a:text)
endfunction

function! Until(what, look) abort
  let l:start = reltime()
  while 1
    let l:found = a:look()
    if !empty(l:found)
      return l:found
    endif
    if reltimefloat(reltime(l:start)) > s:seconds
      throw a:what . ': not within ' . s:seconds . ' s'
    endif
    " A script has no main loop, which would tell plugins of changes.
    if get(b:, 'driver_told', -1) != b:changedtick
      let b:driver_told = b:changedtick
      silent! doautocmd <nomodeline> TextChanged
    endif
    sleep 50m
  endwhile
endfunction

function! SeeLines(title, first, last) abort
  call See('== ' . a:title)
  for l:line in getline(a:first, a:last)
    call See(l:line)
  endfor
endfunction

function! SeeFile(title, name) abort
  call See('== ' . a:title)
  for l:line in readfile(a:name)
    call See(l:line)
  endfor
endfunction

function! PutCursorOn(text) abort
  call cursor(1, 1)
  if search('\V' . escape(a:text, '\'), 'cW') == 0
    throw 'no ' . a:text . ' in the buffer'
  endif
endfunction

function! WaitForText(text) abort
  call Until(a:text, {-> stridx(join(getline(1, '$'), "\n"), a:text) >= 0})
endfunction

" Runs a scenario, writes down what it saw, and ends Vim; 1 is its exit code where it fails.
function! Scenario(run) abort
  call See(printf('Vim %d.%d', v:version / 100, v:version % 100))
  let l:code = 0
  try
    call a:run()
  catch
    let l:code = 1
    call See('== FAILED ' . v:exception . ' at ' . v:throwpoint)
  endtry
  call writefile(s:seen, $GOFIXMAP_SEEN_FILE)
  if l:code
    cquit
  endif
  qall!
endfunction
