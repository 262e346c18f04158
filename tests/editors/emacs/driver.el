;;; driver.el --- Drives Emacs as a user does, and writes down what is seen  -*- lexical-binding: t; -*-

(require 'cl-lib)
(require 'go-mode)
(require 'eglot)

(defconst driver-seconds 40)
(defvar driver-seen nil)

(defun see (format &rest arguments)
  "Note a line."
  (push (apply #'format format arguments) driver-seen))

(defun until (what look)
  "Wait for LOOK to answer something, which WHAT names in an error."
  (let ((end (+ (float-time) driver-seconds))
        found)
    (while (not (setq found (funcall look)))
      (when (> (float-time) end)
        (error "%s: not within %s s" what driver-seconds))
      ;; Without a terminal there is no command loop and no idle time, which Flymake and Eglot
      ;; wait for.
      (run-hooks 'post-command-hook)
      (when (eglot-current-server)
        (eglot--signal-textDocument/didChange))
      (accept-process-output nil 0.05))
    found))

(defun open-file (name)
  "Visit NAME with Eglot."
  (switch-to-buffer (find-file-noselect name))
  (unless (eglot-current-server)
    (call-interactively #'eglot))
  (until "Eglot" #'eglot-current-server)
  (flymake-start))

(defun diagnostics ()
  "The diagnostics of the buffer, by place."
  (sort (flymake-diagnostics)
        (lambda (one other)
          (< (flymake-diagnostic-beg one) (flymake-diagnostic-beg other)))))

(defun wait-for-diagnostics (count)
  (until (format "%s diagnostics" count)
         (lambda ()
           (= count (length (flymake-diagnostics))))))

(defun place (position)
  (save-excursion
    (goto-char position)
    (format "%s:%s" (line-number-at-pos) (1+ (- (point) (line-beginning-position))))))

(defun see-diagnostics (title)
  (see "== %s" title)
  (dolist (each (diagnostics))
    (see "%s-%s %s %s"
         (place (flymake-diagnostic-beg each))
         (cadr (split-string (place (flymake-diagnostic-end each)) ":"))
         (flymake-diagnostic-type each)
         (replace-regexp-in-string "\n" "\n    " (flymake-diagnostic-text each)))))

(defun put-point-on (text)
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun see-lines (title first last)
  (see "== %s" title)
  (save-excursion
    (goto-char (point-min))
    (forward-line (1- first))
    (let ((start (point)))
      (forward-line (1+ (- last first)))
      (see "%s" (string-trim-right (buffer-substring-no-properties start (point)) "\n")))))

(defun see-file (title name)
  (see "== %s" title)
  (with-temp-buffer
    (insert-file-contents name)
    (see "%s" (string-trim-right (buffer-string) "\n"))))

(defun choose (text)
  "Open the menu of code actions at point, note it, and choose the first title with TEXT."
  (let ((last-nonmenu-event ?\r) ; a key, not the mouse
        (completing-read-function
         (lambda (_prompt collection &rest _)
           (let ((offered (all-completions "" collection)))
             (dolist (title offered)
               (see "%s" title))
             (or (cl-find-if (lambda (title) (string-match-p (regexp-quote text) title)) offered)
                 (error "No code action with %s" text)))))
        question)
    (see "== the menu of code actions at %s" (place (point)))
    (cl-letf (((symbol-function 'y-or-n-p)
               (lambda (prompt)
                 (setq question prompt))))
      (call-interactively #'eglot-code-actions)
      (accept-process-output nil 0.2))
    (when question
      (see "== Emacs asks")
      (see "%s" question))))

(defun wait-for-text (text)
  (until text
         (lambda ()
           (save-excursion
             (goto-char (point-min))
             (search-forward text nil t)))))

(defun scenario (run)
  "Call RUN, write down what it saw, and end Emacs; 1 is the exit code where it fails."
  (see "Emacs %s, Eglot %s" emacs-version (driver-eglot-version))
  (let ((code 0))
    (condition-case failure
        (funcall run)
      (error
       (setq code 1)
       (see "== FAILED %S" failure)))
    (let ((coding-system-for-write 'utf-8-unix))
      (write-region (concat (mapconcat #'identity (nreverse driver-seen) "\n") "\n")
                    nil (getenv "GOFIXMAP_SEEN_FILE") nil 'silent))
    (set-buffer-modified-p nil)
    (ignore-errors (eglot-shutdown-all))
    (kill-emacs code)))

(defun driver-eglot-version ()
  (with-temp-buffer
    (insert-file-contents (locate-library "eglot.el"))
    (search-forward-regexp "^;; Version: *")
    (buffer-substring (point) (line-end-position))))

;; What a user's init file has; the environment says which gofixmap and which gopls.
(add-to-list 'load-path (expand-file-name "emacs" (getenv "GOFIXMAP_EDITORS")))
(setq eglot-sync-connect 30
      make-backup-files nil
      create-lockfiles nil)
(require 'gofixmap)
(setq gofixmap-command (list (getenv "GOFIXMAP_COMMAND") "lsp")
      gofixmap-beside-gopls (and (getenv "GOFIXMAP_GOPLS") t))
(when gofixmap-beside-gopls
  (setq gofixmap-gopls-command (list (getenv "GOFIXMAP_GOPLS"))
        gofixmap-multiplexer (cons (getenv "GOFIXMAP_RASS") (cdr gofixmap-multiplexer))))
(gofixmap-setup)
(when (getenv "GOFIXMAP_FIX_ON_SAVE")
  (add-hook 'go-mode-hook #'gofixmap-fix-on-save-mode))
;; A project of its own, as in a fresh clone.
(setq project-find-functions (list (lambda (_) (cons 'transient default-directory))))
