; Loops that set variables of their own or of others; the header is looked at in Python.
(for_statement [(range_clause left: (_)) (for_clause initializer: (_))]) @loop
; Loops that go on until something in them ends them; a variable in front of one may be meant for each turn.
(for_statement . body: (block)) @endless
