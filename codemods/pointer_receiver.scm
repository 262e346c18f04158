; Methods with a named value receiver: (r T), (r T[K, V]).
(method_declaration
  receiver: (parameter_list
    (parameter_declaration
      name: (identifier) @receiver
      type: [(type_identifier) (generic_type)] @type))
  name: (field_identifier) @method
  body: (block) @body)
