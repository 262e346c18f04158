; Maps that outlive a function: package variables and fields of structs.
(source_file (var_declaration (var_spec name: (identifier) @name) @declaration))
(source_file (var_declaration (var_spec_list (var_spec name: (identifier) @name) @declaration)))
(field_declaration name: (field_identifier) @name type: (map_type)) @declaration
