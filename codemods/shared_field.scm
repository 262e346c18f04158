; Fields and variables of a package; which of them a lock guards is told by their accesses.
(type_declaration
  (type_spec
    type: (struct_type
      (field_declaration_list
        (field_declaration
          name: (field_identifier) @field)))))

(var_spec
  name: (identifier) @variable)
