; Whatever may serve HTTP.
(call_expression
  function: (selector_expression field: (field_identifier) @name)
  (#any-of? @name "ListenAndServe" "ListenAndServeTLS" "Serve" "ServeTLS")) @serve
(composite_literal
  type: (qualified_type name: (type_identifier) @name)
  (#eq? @name "Server")) @serve
