; Everything that may write to storage inside a map element, take its address, or change a copy of it.
(assignment_statement) @write
(inc_statement) @write
(dec_statement) @write
(range_clause) @write
(receive_statement) @write

(call_expression function: (selector_expression operand: (_) @operand)) @call

(unary_expression operator: "&" operand: [(index_expression) (selector_expression) (parenthesized_expression)]) @address
(slice_expression operand: [(index_expression) (selector_expression) (parenthesized_expression)]) @slice

(short_var_declaration right: (expression_list . (index_expression) .)) @copy
(var_spec value: (expression_list . (index_expression) .)) @copy
(for_statement (range_clause ":=")) @loop
