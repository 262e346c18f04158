; Locals are asked for by name, or by a profile; existing pools are found by their methods.
[(short_var_declaration) (var_spec)] @declared

(call_expression
  function: (selector_expression
    field: (field_identifier) @method
    (#any-of? @method "Get" "Put"))) @call
