; Maps that outlive a function: package variables and fields of structs.
(var_declaration (var_spec name: (identifier) @name) @declaration)
(var_declaration (var_spec_list (var_spec name: (identifier) @name) @declaration))
(field_declaration name: (field_identifier) @name type: (map_type)) @declaration
