; Everything that may put an entry into a map.
(assignment_statement left: (expression_list (index_expression operand: (_) @map)))
(inc_statement (index_expression operand: (_) @map))
(dec_statement (index_expression operand: (_) @map))
(range_clause left: (expression_list (index_expression operand: (_) @map)))
(receive_statement left: (expression_list (index_expression operand: (_) @map)))
(call_expression
  function: (selector_expression operand: (identifier) @package field: (field_identifier) @name)
  arguments: (argument_list . (_) @map)
  (#eq? @package "maps") (#any-of? @name "Copy" "Insert"))
; Locals and results that nothing is given, which a callee may write to.
(var_spec name: (identifier) @local !value type: (map_type))
(_ result: (parameter_list (parameter_declaration name: (identifier) @local type: (map_type))))
; The library's maps, which have methods that put something into them.
(var_spec name: (identifier) @local !value type: (qualified_type name: (type_identifier) @named)
  (#any-of? @named "Values" "Header" "MIMEHeader"))
(_ result: (parameter_list (parameter_declaration
    name: (identifier) @local type: (qualified_type name: (type_identifier) @named)))
  (#any-of? @named "Values" "Header" "MIMEHeader"))
