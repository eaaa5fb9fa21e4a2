package guard

// What was taken and how much of it, told apart, and questions with who, what and when.

// Counts that are more than a dose and no strength of a tablet.
const (
	fewestCounted = 8
	mostCounted   = 150
)

// tellCount puts a count and the medicine it is of together: "Paracetamol. I've had a
// lot. Thirty."
func (t *teller) tellCount(r *reading, b *bit, medicine int) {
	fresh := false
	d := t.medicineIn(r, b, medicine)
	if d != nil {
		t.drug, fresh = d, t.count != nil
	}
	if n, sure := b.counts(t); n != nil && (sure || t.drug != nil) && (d == nil || t.eaten) {
		t.count, fresh = n, t.drug != nil
	}
	if fresh && t.drug != nil && t.count != nil {
		t.say(append(append([]unit{}, t.count...), t.drug...))
		t.count = nil
	}
}

// medicineIn gives the medicine that a short bit names.
func (t *teller) medicineIn(r *reading, b *bit, medicine int) []unit {
	if len(b.units) > mostOfItem {
		return nil
	}
	from, to := b.units[0].start, last(b.units).end
	for t.seen < len(r.mentions) && r.mentions[t.seen].start < from {
		t.seen++
	}
	for i := t.seen; i < len(r.mentions) && r.mentions[i].start < to; i++ {
		m := &r.mentions[i]
		if m.concept != medicine || m.start < from || m.end > to || m.status == denied {
			continue
		}
		var out []unit
		for _, u := range b.units {
			if u.start >= m.start && u.end <= m.end {
				out = append(out, u)
			}
		}
		return joinedUnits(out)
	}
	return nil
}

// counts gives the number of a bit that only says how many. It is sure if it says so:
// "thirty of them".
func (b *bit) counts(t *teller) (n []unit, sure bool) {
	u := b.units
	if len(u) > mostOfItem || t.before.asksAge() {
		return nil, false
	}
	for i := range u {
		x := u[i]
		if !x.isNum || x.num < fewestCounted || x.num > mostCounted || int(x.num)%25 == 0 && x.num > 50 {
			continue
		}
		of := i+1 < len(u) && (u[i+1].text == "of" || u[i+1].text == "tablets" || u[i+1].text == "pills" || u[i+1].text == "capsules" || u[i+1].text == "x")
		alone := i+1 == len(u) || u[i+1].brk != joined
		said := i > 0 && isAmount(u[:i])
		if of && i <= 3 || said && (alone || of) {
			x.brk = joined
			return []unit{x}, true
		}
		if alone && (i == 0 || i == 1 && (u[0].text == "about" || u[0].text == "all" || u[0].text == "maybe" || u[0].text == "like")) && len(u) <= 2 || alone && u[len(u)-1].text == "swallowed" {
			x.brk = joined
			return []unit{x}, t.before.asksMany()
		}
	}
	return nil, false
}

// isAmount tells whether a label asks how many.
func isAmount(u []unit) bool {
	for i := range u {
		switch u[i].text {
		case "amount", "quantity", "taken", "number", "count", "total", "tablets", "pills", "swallowed":
			return true
		}
	}
	return false
}

// asksMany tells whether a bit asks how many.
func (b *bit) asksMany() bool {
	u := b.units
	return len(u) >= 2 && u[0].text == "how" && (u[1].text == "many" || u[1].text == "much")
}

// asksAge tells whether a bit asks how old somebody is.
func (b *bit) asksAge() bool {
	for i := range b.units {
		if w := b.units[i].text; w == "old" || w == "age" {
			return true
		}
	}
	return false
}

// ofBleeding says what "it" is where something bleeds: "it has not stopped".
func ofBleeding(said []unit) []unit {
	for i := range said {
		if said[i].text == "it has not stopped" {
			said[i].text = "the bleeding has not stopped"
		}
	}
	if n := len(said); n >= 3 && said[0].text == "it" && (said[n-1].text == "stopped" || said[n-1].text == "stop") {
		said[0].text = "the bleeding"
	}
	return said
}

// mostOfWh is the most words of a question with who, what or when, and of its answer.
const mostOfWh = 7

// tellWh tells anew the answer to a question with who, what or when. It tells whether
// such a question stays open.
func (t *teller) tellWh(b *bit) bool {
	q := &t.before
	if len(b.units) > mostOfWh || len(q.units) == 0 || len(q.units) > mostOfWh || q.told || b.asks || isWh(b.units[0].text) || isNo(b.units[0].text) || isYes(b.units[0].text) {
		return false
	}
	u := pastFillers(q.units)
	if !q.asks && q.turn == b.turn && q.by == b.by || !isWh(u[0].text) && u[0].text != "who" {
		return false
	}
	said := whAnswered(u, b.units)
	if said == nil {
		return false
	}
	t.say(said)
	t.said = said
	t.before = bit{units: said, turn: b.turn, by: b.by, told: true}
	return true
}

// whAnswered puts a question and its answer together.
func whAnswered(q, answer []unit) []unit {
	answer = joinedUnits(answer)
	switch {
	case len(q) < 3:
		return nil
	case q[0].text == "who" && helps(q[1].text) && nounPhrase(q[2:]) == 0:
		return append(answer, joinedUnits(q[1:])...)
	case q[0].text == "what" || q[0].text == "when":
		c, ok := parse(q[1:])
		if !ok || !c.asked || len(c.predicate) == 0 || isMental(c.predicate[0].text) || c.subject[0].text == "you" && c.anyones() {
			return nil
		}
		if c.aux.text == "did" && len(c.predicate) == 1 && c.predicate[0].text == "swallow" {
			c.aux = nil
			c.predicate = joinedUnits(c.predicate)
			c.predicate[0].text = "swallowed"
		}
		return append(c.tell(c.not, nil), answer...)
	case q[0].text == "where" && helps(q[1].text):
		return append(joinedUnits(q[2:]), answer...)
	}
	return nil
}
