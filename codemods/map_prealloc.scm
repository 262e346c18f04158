; A map that is made with no room, in a statement of its own.
(short_var_declaration
  left: (expression_list . (identifier) @target .)
  right: (expression_list . [(call_expression) (composite_literal)] @made .)) @statement
(var_declaration
  (var_spec
    name: (identifier) @target
    value: (expression_list . [(call_expression) (composite_literal)] @made .))) @statement
(assignment_statement
  left: (expression_list . [(identifier) (selector_expression)] @target .)
  right: (expression_list . [(call_expression) (composite_literal)] @made .)) @statement
