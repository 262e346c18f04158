" gofixmap in Vim 9.0 and later, with vim-lsp or with ALE.

if exists('g:loaded_gofixmap')
  finish
endif
let g:loaded_gofixmap = 1

augroup gofixmap
  autocmd!
  " Nothing happens where vim-lsp is not installed.
  autocmd User lsp_setup call gofixmap#RegisterInVimLsp()
augroup END

" ALE reads ale_linters/go/gofixmap.vim itself; a fixer has to be named.
function! s:NameFixer() abort
  if exists('*ale#fix#registry#Add') || !empty(globpath(&runtimepath, 'autoload/ale/fix/registry.vim'))
    call ale#fix#registry#Add('gofixmap', 'gofixmap#Fix', ['go'], 'Fix map, pointer and memory mistakes.')
  endif
endfunction
autocmd gofixmap VimEnter * call s:NameFixer()
