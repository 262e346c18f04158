; Deferred calls, loops, and the functions whose timers, files and contexts are looked at.
(defer_statement) @defer
(for_statement (range_clause)) @loop
[(function_declaration) (method_declaration) (func_literal)] @function
