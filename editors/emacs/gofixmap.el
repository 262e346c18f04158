;;; gofixmap.el --- Fix Go map, pointer and memory mistakes with Eglot  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.1") (eglot "1.9"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; `gofixmap-setup' makes Eglot start the language server of gofixmap in Go
;; buffers.  Eglot talks to one server in a buffer; where gopls and rass
;; (https://pypi.org/project/rassumfrassum/) are found, rass runs both, and what
;; gopls reports itself is not reported twice.
;;
;;   (require 'gofixmap)
;;   (gofixmap-setup)
;;   (add-hook 'go-mode-hook #'eglot-ensure)

;;; Code:

(require 'eglot)
(require 'jsonrpc)

(defgroup gofixmap nil
  "Fix Go map, pointer and memory mistakes."
  :group 'tools
  :prefix "gofixmap-")

(defcustom gofixmap-command '("gofixmap" "lsp")
  "The language server and its arguments."
  :type '(repeat string))

(defcustom gofixmap-gopls-command '("gopls")
  "The server that runs beside gofixmap where `gofixmap-beside-gopls' says so."
  :type '(repeat string))

(defconst gofixmap--folder
  (file-name-directory (or load-file-name buffer-file-name))
  "Where this file is.")

(defcustom gofixmap-multiplexer
  (list "rass" (expand-file-name "gofixmap_rass.py" gofixmap--folder))
  "The program that makes one server of several; \"--\" stands before each."
  :type '(repeat string))

(defcustom gofixmap-beside-gopls 'auto
  "Whether gopls runs beside gofixmap.
With `auto' it does where gopls and the multiplexer are found."
  :type '(choice (const :tag "Where it is found" auto)
                 (const :tag "Yes" t)
                 (const :tag "No" nil)))

(defcustom gofixmap-settings nil
  "Settings of the server as a property list, such as (:fixAllSafety \"review\")."
  :type 'plist)

(defun gofixmap--beside-gopls-p ()
  "Whether the next server runs beside gopls."
  (if (eq gofixmap-beside-gopls 'auto)
      (and (executable-find (car gofixmap-gopls-command))
           (executable-find (car gofixmap-multiplexer))
           t)
    gofixmap-beside-gopls))

(defclass gofixmap-server (eglot-lsp-server) ()
  :documentation "gofixmap, alone or beside gopls.")

(defun gofixmap-contact (&rest _)
  "What Eglot starts, for `eglot-server-programs'."
  (if (gofixmap--beside-gopls-p)
      `(gofixmap-server
        ,@gofixmap-multiplexer
        "--" ,@gofixmap-gopls-command
        "--" ,@gofixmap-command
        ;; rass hands what stands under a server's name to that server alone.
        :initializationOptions
        (:rass (:gofixmap (:gopls t ,@gofixmap-settings))))
    `(gofixmap-server
      ,@gofixmap-command
      :initializationOptions
      ,(or gofixmap-settings eglot--{}))))

;;;###autoload
(defun gofixmap-setup ()
  "Make Eglot start gofixmap in Go buffers."
  (add-to-list 'eglot-server-programs '((go-mode go-ts-mode) . gofixmap-contact)))

;;;; Fixes of a whole file

(defconst gofixmap--fix-all "source.fixAll.gofixmap")

(defun gofixmap--perform (server action)
  "Do what ACTION of SERVER stands for, in any version of Eglot."
  (if (fboundp 'eglot-execute)
      (eglot-execute server action)
    (let ((edit (plist-get action :edit))
          (command (plist-get action :command)))
      (with-no-warnings ; their signatures are those of Eglot 1.9
        (when edit
          (eglot--apply-workspace-edit edit))
        (when command
          (eglot-execute-command server
                                 (intern (plist-get command :command))
                                 (plist-get command :arguments)))))))

(defun gofixmap--uri ()
  "The URI of the file of this buffer."
  (with-no-warnings ; the one that Eglot 1.9 has is obsolete since 1.16
    (eglot--path-to-uri buffer-file-name)))

;;;###autoload
(defun gofixmap-fix-file ()
  "Make the fixes of \"fix all\" in this buffer."
  (interactive)
  (let ((server (eglot-current-server)))
    (unless server
      (user-error "Eglot does not manage this buffer"))
    (save-excursion
      (save-restriction
        (widen)
        (dolist (action (eglot-code-actions (point-min) (point-max) gofixmap--fix-all))
          (gofixmap--perform server action))))))

(defun gofixmap--fix-before-save ()
  "Make the fixes of \"fix all\"; whatever happens, the file is saved."
  (when (eglot-current-server)
    (with-demoted-errors "gofixmap: %S"
      (gofixmap-fix-file))))

;;;###autoload
(define-minor-mode gofixmap-fix-on-save-mode
  "Make the safe fixes of a buffer whenever it is saved."
  :lighter nil
  (if gofixmap-fix-on-save-mode
      (add-hook 'before-save-hook #'gofixmap--fix-before-save nil t)
    (remove-hook 'before-save-hook #'gofixmap--fix-before-save t)))

;;;; Commands of the server

(defun gofixmap--show (patch)
  "Show PATCH in a buffer of its own."
  (let ((buffer (get-buffer-create "*gofixmap*")))
    (with-current-buffer buffer
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert patch))
      (goto-char (point-min))
      (diff-mode)
      (setq buffer-read-only t))
    (display-buffer buffer)))

(defun gofixmap--command (name &optional argument)
  "Run the command NAME with ARGUMENT, and show the patch that it answers with."
  (let ((server (eglot-current-server)))
    (unless server
      (user-error "Eglot does not manage this buffer"))
    (jsonrpc-async-request
     server :workspace/executeCommand
     (list :command name
           :arguments (vector (append argument '(:show :json-false))))
     :timeout 3600
     :success-fn (lambda (answer)
                   (let ((patch (and (consp answer) (plist-get answer :patch))))
                     (when (and (stringp patch) (not (string-empty-p patch)))
                       (gofixmap--show patch))))
     :error-fn (lambda (failure)
                 (message "gofixmap: %s" (plist-get failure :message))))))

;;;###autoload
(defun gofixmap-diff ()
  "Show what `gofixmap-apply' would write."
  (interactive)
  (gofixmap--command "gofixmap.dryRun"))

;;;###autoload
(defun gofixmap-apply ()
  "Make the fixes of the whole workspace."
  (interactive)
  (gofixmap--command "gofixmap.apply"))

;;;###autoload
(defun gofixmap-race ()
  "Run the tests of this package with the race detector, and show a fix."
  (interactive)
  (gofixmap--command "gofixmap.race" (list :uri (gofixmap--uri))))

;;;; "Show the changes" among the code actions

(defconst gofixmap--preview "gofixmap.preview")

(if (fboundp 'eglot-execute)
    (cl-defmethod eglot-execute :around ((_server gofixmap-server) action)
      "Show the patch that a preview answers with."
      (if (equal (plist-get action :command) gofixmap--preview)
          (gofixmap--command gofixmap--preview (elt (plist-get action :arguments) 0))
        (cl-call-next-method)))
  (with-no-warnings ; obsolete since Eglot has `eglot-execute'
    (cl-defmethod eglot-execute-command :around
      ((_server gofixmap-server) (command symbol) arguments)
      "Show the patch that a preview answers with."
      (if (equal (symbol-name command) gofixmap--preview)
          (gofixmap--command gofixmap--preview (elt arguments 0))
        (cl-call-next-method)))))

(provide 'gofixmap)
;;; gofixmap.el ends here
