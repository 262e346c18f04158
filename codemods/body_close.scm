; Functions, each of which has its own responses to close; the calls are looked at in Python.
[(function_declaration) (method_declaration) (func_literal)] @function
