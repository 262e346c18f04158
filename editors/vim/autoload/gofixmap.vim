" What ALE and vim-lsp need of gofixmap.

" The folder that a buffer belongs to: a workspace goes before the modules in it.
function! gofixmap#Root(buffer) abort
  let l:folder = fnamemodify(bufname(a:buffer), ':p:h')
  for l:marker in ['go.work', 'go.mod']
    let l:found = findfile(l:marker, escape(l:folder, ' ,;\') . ';')
    if !empty(l:found)
      return fnamemodify(l:found, ':p:h')
    endif
  endfor
  return l:folder
endfunction

" The settings of the server; one that is set goes before what was found out.
function! gofixmap#Settings(settings, gopls) abort
  return extend({'gopls': a:gopls ? v:true : v:false}, a:settings)
endfunction

" Whether ALE runs gopls in a buffer as well.
function! gofixmap#AleRunsGopls(buffer) abort
  let l:linters = getbufvar(a:buffer, 'ale_linters', get(g:, 'ale_linters', {}))
  let l:names = type(l:linters) == v:t_list ? l:linters : get(l:linters, 'go', [])
  return type(l:names) == v:t_list && index(l:names, 'gopls') >= 0
endfunction

" A fixer of ALE: what `gofixmap apply` makes of a file.
function! gofixmap#Fix(buffer) abort
  return {'command': ale#Escape(ale#Var(a:buffer, 'go_gofixmap_executable')) . ' apply --stdin-filename %s'}
endfunction

" vim-lsp counts characters and takes them for UTF-16, which an emoji is two of.
function! s:Capabilities(server) abort
  let l:told = call(g:lsp_get_supported_capabilities[0], [a:server])
  return extend(l:told, {'general': {'positionEncodings': ['utf-32']}})
endfunction

" The command line; by the time that it is asked for every server is registered.
function! s:Command(server) abort
  let l:settings = get(g:, 'gofixmap_settings', {})
  let l:gopls = index(lsp#get_server_names(), 'gopls') >= 0
  let a:server['initialization_options'] = gofixmap#Settings(l:settings, l:gopls)
  return get(g:, 'gofixmap_command', ['gofixmap', 'lsp'])
endfunction

" Makes a server of vim-lsp of it.
function! gofixmap#RegisterInVimLsp() abort
  let l:server = {
  \ 'name': 'gofixmap',
  \ 'cmd': function('s:Command'),
  \ 'root_uri': {_ -> lsp#utils#path_to_uri(gofixmap#Root(bufnr('%')))},
  \ 'allowlist': ['go'],
  \ }
  call lsp#register_server(extend(l:server, {'capabilities': s:Capabilities(l:server)}))
endfunction
