" The language server of gofixmap, for ALE.

call ale#Set('go_gofixmap_executable', 'gofixmap')
call ale#Set('go_gofixmap_init_options', {})

call ale#linter#Define('go', {
\   'name': 'gofixmap',
\   'lsp': 'stdio',
\   'executable': {b -> ale#Var(b, 'go_gofixmap_executable')},
\   'command': '%e lsp',
\   'project_root': function('gofixmap#Root'),
\   'initialization_options': {b -> gofixmap#Settings(ale#Var(b, 'go_gofixmap_init_options'), gofixmap#AleRunsGopls(b))},
\})
