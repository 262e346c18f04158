; Calls of sync/atomic's functions, and goroutines whose body changes something.
(call_expression
  function: (selector_expression
    operand: (identifier) @package
    field: (field_identifier) @function)
  arguments: (argument_list . (unary_expression operator: "&" operand: (_) @atomic))
  (#match? @function "^(Add|And|CompareAndSwap|Load|Or|Store|Swap)(Int32|Int64|Uint32|Uint64|Uintptr)$"))

(go_statement (call_expression function: (func_literal body: (block) @body)))
(call_expression
  function: (selector_expression field: (field_identifier) @go)
  arguments: (argument_list (func_literal body: (block) @body))
  (#eq? @go "Go"))
