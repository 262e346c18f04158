; Everything that may write to storage inside a map element, take its address, or change a copy of it.
; Only what has a bracket can reach into a map; the predicates keep all else out of Python.
(assignment_statement left: (_) @target (#match? @target "\\[")) @write
(inc_statement (_) @target (#match? @target "\\[")) @write
(dec_statement (_) @target (#match? @target "\\[")) @write
(range_clause left: (_) @target (#match? @target "\\[")) @write
(receive_statement left: (_) @target (#match? @target "\\[")) @write

(call_expression function: (selector_expression operand: (_) @operand) (#match? @operand "\\[")) @call

(unary_expression operator: "&" operand: [(index_expression) (selector_expression) (parenthesized_expression)] @operand (#match? @operand "\\[")) @address
(slice_expression operand: [(index_expression) (selector_expression) (parenthesized_expression)] @operand (#match? @operand "\\[")) @slice

(short_var_declaration right: (expression_list . (index_expression) .)) @copy
(var_spec value: (expression_list . (index_expression) .)) @copy
(for_statement (range_clause ":=")) @loop
