; Deferred calls, and the functions whose timers, files and contexts are looked at.
(defer_statement) @defer
