;; A refactoring of the symbol under the cursor, which nothing is found wrong with.
(scenario
 (lambda ()
   (open-file "sessions.go")
   (put-point-on "byID map")
   (choose "Guard ")
   (wait-for-text "guards byID")
   (see-lines "the buffer" 1 30)))
