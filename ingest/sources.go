package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// MaxFile is the most bytes of one file, or of one line of a .jsonl file.
const MaxFile = 10 << 20

// known are the endings of the files that can be read.
var known = []string{".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".txt", ".jsonl"}

// A source is one open file. Whoever gets it closes it.
type source struct {
	name string // as reported
	ext  string // lower case
	file *os.File
	size int64
}

// walker visits the files of all sources in a fixed order, opens each within
// its folder and hands it to visit.
type walker struct {
	visit   func(source) error // an error stops the walk
	refuse  func(name string, err error)
	seen    map[string]bool // real paths
	skipped int
}

func (w *walker) walk(ctx context.Context, name string) error {
	info, err := os.Stat(name)
	if err != nil {
		w.refuse(name, plainError(err))
		return nil
	}
	dir, base := filepath.Split(filepath.Clean(name))
	if info.IsDir() {
		dir, base = name, "."
	} else if !slices.Contains(known, ending(name)) {
		w.refuse(name, fmt.Errorf("unknown kind of file; known are %s", strings.Join(known, " ")))
		return nil
	} else if link, err := os.Lstat(name); err == nil && link.Mode()&fs.ModeSymlink != 0 {
		if real, err := filepath.EvalSymlinks(name); err == nil { // the caller named the link
			dir, base = filepath.Split(real)
		}
	}
	if dir == "" {
		dir = "."
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		w.refuse(name, plainError(err))
		return nil
	}
	defer root.Close()
	if base != "." {
		return w.open(root, base, name)
	}
	return w.folder(ctx, root, name)
}

// folder visits every file below root in the order of their names.
func (w *walker) folder(ctx context.Context, root *os.Root, name string) error {
	return fs.WalkDir(root.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		full := filepath.Join(name, filepath.FromSlash(p))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			w.refuse(full, plainError(err))
			return nil
		case p != "." && strings.HasPrefix(path.Base(p), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
			w.skipped++
			return nil
		case e.IsDir():
			return nil
		case e.Type()&fs.ModeSymlink != 0 && w.outside(root, p, full):
			return nil
		case !slices.Contains(known, ending(p)):
			w.skipped++
			return nil
		}
		return w.open(root, p, full)
	})
}

// outside refuses a symbolic link that leads out of its folder or to a folder,
// whatever its ending.
func (w *walker) outside(root *os.Root, p, full string) bool {
	info, err := root.Stat(p)
	switch {
	case err != nil && errors.Is(err, fs.ErrNotExist):
		w.refuse(full, errors.New("symbolic link to nothing"))
	case err != nil:
		w.refuse(full, errors.New("symbolic link that leads out of the folder"))
	case info.IsDir():
		w.refuse(full, errors.New("symbolic link to a folder; name that folder instead"))
	default:
		return false
	}
	return true
}

// open opens one regular file, never waiting for a pipe, and visits it unless
// it was visited before under another name.
func (w *walker) open(root *os.Root, p, full string) error {
	f, err := root.OpenFile(p, os.O_RDONLY|openNonblock, 0)
	if err != nil {
		w.refuse(full, plainError(err))
		return nil
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("not a regular file but a %s", kindOf(info.Mode()))
	}
	if err == nil && info.Size() > MaxFile && ending(p) != ".jsonl" {
		err = fmt.Errorf("%d bytes, at most %d allowed", info.Size(), MaxFile)
	}
	if err != nil {
		_ = f.Close()
		w.refuse(full, plainError(err))
		return nil
	}
	if real, err := realPath(full); err == nil && w.seen[real] {
		return f.Close()
	} else if err == nil {
		w.seen[real] = true
	}
	return w.visit(source{name: full, ext: ending(p), file: f, size: info.Size()})
}

func realPath(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

func ending(name string) string { return strings.ToLower(filepath.Ext(name)) }

func kindOf(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "pipe"
	case m&fs.ModeDevice != 0:
		return "device"
	case m&fs.ModeSocket != 0:
		return "socket"
	case m.IsDir():
		return "folder"
	}
	return "special file"
}

// plainError drops the operation and path that the report names anyway.
func plainError(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// readAll reads a whole file within MaxFile, even if it grows meanwhile.
func (s source) readAll() ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(s.file, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		err = fmt.Errorf("more than %d bytes", MaxFile)
	}
	return data, plainError(err)
}
