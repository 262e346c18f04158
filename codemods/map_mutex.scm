; Fields of a map type, variables of a package, and what is written by index, in source order.
(type_declaration
  (type_spec
    type: (struct_type
      (field_declaration_list
        (field_declaration
          name: (field_identifier) @field
          type: (map_type))))))

(var_spec
  name: (identifier) @variable)

(assignment_statement
  left: (expression_list
    (index_expression
      operand: (identifier) @written)))

(inc_statement
  (index_expression
    operand: (identifier) @written))

(dec_statement
  (index_expression
    operand: (identifier) @written))

(call_expression
  function: (identifier) @builtin
  arguments: (argument_list . (identifier) @written)
  (#any-of? @builtin "delete" "clear"))
