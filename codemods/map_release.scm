; An element or a variable that is overwritten, and elements that are removed.
(assignment_statement left: (expression_list (_) @target)) @site
(call_expression
  function: (identifier) @builtin
  arguments: (argument_list . (_) @map)
  (#any-of? @builtin "delete" "clear")) @site
