package chat

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// An id that has an owner ends in a mark of both. Nobody else can make one
// that names the same conversation: another mark is another id.

// newOwnedID makes an unguessable id that only owner may use; with an empty
// owner, whoever knows it.
func newOwnedID(prefix, owner string) string {
	id := newID(prefix)
	if owner == "" {
		return id
	}
	return id + "_" + ownerMark(owner, id)
}

func ownerMark(owner, id string) string {
	sum := sha256.Sum256([]byte(owner + "\x00" + id))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:10]))
}

// Owns reports whether owner may use the conversation or receipt id. To anybody
// else it is as if it did not exist.
func Owns(owner, id string) bool {
	body, mark := id, ""
	if strings.Count(id, "_") > 1 {
		i := strings.LastIndexByte(id, '_')
		body, mark = id[:i], id[i+1:]
	}
	if owner == "" {
		return mark == ""
	}
	return mark == ownerMark(owner, body)
}
