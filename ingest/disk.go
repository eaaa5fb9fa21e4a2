package ingest

import (
	"io"
	"os"
	"path/filepath"
)

// disk is what the store does to the file system; tests make it fail.
type disk interface {
	Create(name string) (writeFile, error)
	ReadFile(name string) ([]byte, error)
	ReadDir(name string) ([]string, error) // names, sorted
	Rename(from, to string) error
	Remove(name string) error
	MkdirAll(name string) error
	SyncDir(name string) error
}

type writeFile interface {
	io.Writer
	Sync() error
	Close() error
}

// osDisk is the real file system.
type osDisk struct{}

func (osDisk) Create(name string) (writeFile, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
}
func (osDisk) ReadFile(name string) ([]byte, error) { return os.ReadFile(name) }
func (osDisk) Rename(from, to string) error         { return os.Rename(from, to) }
func (osDisk) Remove(name string) error             { return os.Remove(name) }
func (osDisk) MkdirAll(name string) error           { return os.MkdirAll(name, 0o750) }

func (osDisk) ReadDir(name string) ([]string, error) {
	list, err := os.ReadDir(name)
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.Name()
	}
	return names, err
}

func (osDisk) SyncDir(name string) error {
	d, err := os.Open(filepath.Clean(name))
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}

// replace writes a file aside, makes it durable and moves it over name. After
// an error nothing is left of it, and name is what it was.
func replace(d disk, name string, write func(io.Writer) error) error {
	temp := name + tempSuffix
	_ = d.Remove(temp)
	f, err := d.Create(temp)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = d.Rename(temp, name)
	}
	if err != nil {
		_ = d.Remove(temp)
		return err
	}
	return d.SyncDir(filepath.Dir(name))
}
