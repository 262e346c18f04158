; Channels of a struct, or of the package, that may be pools.
(field_declaration name: (field_identifier) @name type: (channel_type))
(var_spec name: (identifier) @name)
