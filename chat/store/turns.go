package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/limber-health/limber/chat"
)

// Places of the texts of turn n, so that no box can stand in for another.
func messagePlace(n int) string { return fmt.Sprintf("message/%d", n) }
func queryPlace(n int) string   { return fmt.Sprintf("query/%d", n) }
func replyPlace(n int) string   { return fmt.Sprintf("reply/%d", n) }

func loadTurns(tx *sql.Tx, box Boxer) ([]chat.Turn, error) {
	rows, err := tx.Query(`SELECT t.n, t.at, t.message_box, t.query_box, t.reply_box, r.body
		FROM turns t LEFT JOIN receipts r ON r.id = t.receipt WHERE t.conversation = ? ORDER BY t.n`, box.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []chat.Turn
	for rows.Next() {
		var n int
		var at int64
		var message, query, reply []byte
		var receipt sql.NullString
		if err := rows.Scan(&n, &at, &message, &query, &reply, &receipt); err != nil {
			return nil, err
		}
		t := chat.Turn{At: fromMilli(at)}
		if err := openTurn(&t, box, n, [3][]byte{message, query, reply}); err != nil {
			return nil, err
		}
		if receipt.Valid {
			if err := json.Unmarshal([]byte(receipt.String), &t.Receipt); err != nil {
				return nil, fmt.Errorf("read receipt: %w", err)
			}
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// openTurn opens the boxes of a turn: message, query, reply.
func openTurn(t *chat.Turn, box Boxer, n int, boxes [3][]byte) error {
	message, err := box.Open(messagePlace(n), boxes[0])
	if err != nil {
		return err
	}
	query, err := box.Open(queryPlace(n), boxes[1])
	if err != nil {
		return err
	}
	t.Message, t.Query = string(message), string(query)
	if boxes[2] == nil {
		return nil
	}
	reply, err := box.Open(replyPlace(n), boxes[2])
	if err != nil {
		return err
	}
	if json.Unmarshal(reply, &t.Reply) != nil {
		return errBox // the decoder's error could quote the text
	}
	return nil
}

// saveTurns stores the turns that are new, and the last one again if it had no
// reply yet. Earlier turns never change: errStale if they are not the caller's.
func saveTurns(tx *sql.Tx, box Boxer, turns []chat.Turn) error {
	done, err := settled(tx, box, turns)
	if err != nil {
		return err
	}
	for n := done; n < len(turns); n++ {
		t := turns[n]
		var reply []byte
		var receipt any
		if t.Reply != nil {
			raw, err := json.Marshal(t.Reply)
			if err != nil {
				return errors.New("reply has no JSON form") // the encoder's error could quote it
			}
			reply, receipt = box.Seal(replyPlace(n), raw), t.Reply.ID
		}
		_, err := tx.Exec(`INSERT OR REPLACE INTO turns (conversation, n, at, receipt, message_box, query_box, reply_box)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, box.id, n, t.At.UnixMilli(), receipt,
			box.Seal(messagePlace(n), []byte(t.Message)), box.Seal(queryPlace(n), []byte(t.Query)), reply)
		if err != nil {
			return err
		}
	}
	return nil
}

// settled counts the stored turns that will not change any more. The last
// stored one must be among the caller's: by its reply, or by its words if it
// has none yet. Those before it were compared when it was stored.
func settled(tx *sql.Tx, box Boxer, turns []chat.Turn) (int, error) {
	var n int
	var receipt sql.NullString
	var message []byte
	err := tx.QueryRow("SELECT n, receipt, message_box FROM turns WHERE conversation = ? ORDER BY n DESC LIMIT 1", box.id).Scan(&n, &receipt, &message)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if n >= len(turns) {
		return 0, errStale
	}
	if receipt.Valid {
		if r := turns[n].Reply; r == nil || r.ID != receipt.String {
			return 0, errStale
		}
		return n + 1, nil
	}
	words, err := box.Open(messagePlace(n), message)
	if err == nil && string(words) != turns[n].Message {
		err = errStale
	}
	return n, err
}
