-- A refactoring of the symbol under the cursor, which nothing is found wrong with.

scenario(function()
  edit("sessions.go")
  wait_for_server()
  put_cursor_on("byID map")
  choose("Guard ")
  wait_for_text("guards byID")
  see_lines("the buffer", 1, 30)
end)
