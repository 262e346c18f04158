; Loops that set variables of their own or of others; the header is looked at in Python.
(for_statement [(range_clause left: (_)) (for_clause initializer: (_))]) @loop
