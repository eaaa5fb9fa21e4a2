package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Two lists are plain files beside the database, so that they outlive it: what
// was erased, and where backups went.
const (
	erasedFile  = FileName + ".erased"
	backupsFile = FileName + ".backups"
)

// addLine appends a line and returns when it is on the disk.
func addLine(file string, v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	// A line that a crash cut short must not swallow this one.
	_, err = f.Write(append([]byte{'\n'}, append(line, '\n')...))
	return errors.Join(err, f.Sync(), f.Close())
}

// readLines reads the lines of a list; a missing file is an empty one. A line
// that was cut short by a crash is left out.
func readLines[T any](file string) (out []T, err error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(bytes.NewReader(raw)); lines.Scan(); {
		var v T
		if json.Unmarshal(lines.Bytes(), &v) == nil {
			out = append(out, v)
		}
	}
	return out, nil
}

// writeLines replaces a list.
func writeLines[T any](file string, all []T) error {
	var b bytes.Buffer
	for _, v := range all {
		line, err := json.Marshal(v)
		if err != nil {
			return err
		}
		b.Write(append(line, '\n'))
	}
	return replaceFile(file, b.Bytes())
}

// replaceFile writes a file aside, makes it durable and moves it over name.
func replaceFile(name string, data []byte) error {
	f, err := os.OpenFile(name+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(name+".tmp", name); err != nil {
		return err
	}
	return syncDir(filepath.Dir(name))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}
