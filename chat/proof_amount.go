package chat

import (
	"fmt"
	"strconv"
	"strings"
)

var numberWords = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12,
	"twice": 2, "half": 0.5,
}

var fractions = map[string]float64{"third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "half": 2, "halves": 2}

// units with their size in a unit of their own kind; times in minutes.
var units = map[string]struct {
	kind string
	size float64
}{
	"second": {"time", 1.0 / 60}, "seconds": {"time", 1.0 / 60}, "minute": {"time", 1}, "minutes": {"time", 1}, "min": {"time", 1}, "mins": {"time", 1},
	"hour": {"time", 60}, "hours": {"time", 60}, "day": {"time", 1440}, "days": {"time", 1440}, "week": {"time", 10080}, "weeks": {"time", 10080},
	"fortnight": {"time", 20160}, "month": {"month", 1}, "months": {"month", 1}, "year": {"month", 12}, "years": {"month", 12},
	"mcg": {"mass", 1e-3}, "mg": {"mass", 1}, "g": {"mass", 1e3}, "gram": {"mass", 1e3}, "grams": {"mass", 1e3}, "kg": {"mass", 1e6}, "milligrams": {"mass", 1},
	"ml": {"volume", 1}, "l": {"volume", 1e3}, "litre": {"volume", 1e3}, "litres": {"volume", 1e3}, "liter": {"volume", 1e3}, "liters": {"volume", 1e3},
	"mm": {"length", 1}, "cm": {"length", 10}, "centimetres": {"length", 10}, "centimeters": {"length", 10}, "inch": {"length", 25.4}, "inches": {"length", 25.4}, "m": {"length", 1e3}, "metres": {"length", 1e3},
	"%": {"share", 0.01}, "percent": {"share", 0.01}, "c": {"celsius", 1}, "f": {"fahrenheit", 1}, "times": {"times", 1}, "time": {"times", 1},
}

// bounds come before a number, longest first.
var bounds = []struct {
	words []string
	sign  string
}{
	{[]string{"no", "more", "than"}, "<="}, {[]string{"not", "more", "than"}, "<="}, {[]string{"no", "less", "than"}, ">="},
	{[]string{"more", "than"}, ">"}, {[]string{"longer", "than"}, ">"}, {[]string{"greater", "than"}, ">"}, {[]string{"older", "than"}, ">"},
	{[]string{"less", "than"}, "<"}, {[]string{"fewer", "than"}, "<"}, {[]string{"shorter", "than"}, "<"}, {[]string{"younger", "than"}, "<"},
	{[]string{"at", "least"}, ">="}, {[]string{"up", "to"}, "<="}, {[]string{"at", "most"}, "<="}, {[]string{"as", "many", "as"}, "<="},
	{[]string{"over"}, ">"}, {[]string{"above"}, ">"}, {[]string{"beyond"}, ">"}, {[]string{"under"}, "<"}, {[]string{"below"}, "<"}, {[]string{"within"}, "<"},
	{[]string{"about"}, ""}, {[]string{"around"}, ""}, {[]string{"roughly"}, ""}, {[]string{"nearly"}, ""}, {[]string{"some"}, ""},
	{[]string{"between"}, ""}, {[]string{"from"}, ""},
}

// An amountReader walks over the tokens of one amount.
type amountReader struct {
	tokens []string
	at     int
}

func (a *amountReader) peek(i int) string {
	if a.at+i < len(a.tokens) {
		return a.tokens[a.at+i]
	}
	return ""
}

// take skips the words if they come next.
func (a *amountReader) take(words ...string) bool {
	for i, w := range words {
		if a.peek(i) != w {
			return false
		}
	}
	a.at += len(words)
	return true
}

// amountAt reads an amount that begins at tokens[0]: a bound, a number or
// range, and a unit. n is the number of tokens, 0 if there is none.
func amountAt(tokens []string) (w word, n int) {
	a := &amountReader{tokens: tokens}
	sign := a.bound()
	lo, ok := a.number()
	if !ok {
		return a.vague(sign)
	}
	hi := lo
	before, unit := a.at, ""
	u1 := a.unit() // "24 hours to 3 days"
	joined := a.take("to") || a.take("-") || a.take("or") || a.take("and")
	mark := a.at
	if joined {
		if v, ok := a.number(); ok {
			hi, unit = v, a.unit()
		} else {
			a.at, joined = mark-1, false
		}
	}
	if !joined {
		unit = u1
	} else if u1 != "" && unit != u1 { // not a range: two amounts beside each other
		a.at, unit, hi = before, "", lo
		unit = a.unit()
	}
	if unit == "" && a.at < len(tokens) && hi == lo && (a.take("in") || a.take("out", "of")) {
		if v, ok := a.number(); ok && v > 0 {
			lo, hi, unit = lo/v, hi/v, "share"
		} else {
			a.at--
		}
	}
	return amount(tokens[:a.at], sign, lo, hi, unit), a.at
}

func amount(tokens []string, sign string, lo, hi float64, unit string) word {
	kind := unit
	if u, ok := units[unit]; ok {
		kind, lo, hi = u.kind, lo*u.size, hi*u.size
	}
	id := fmt.Sprintf("#%s%.4g-%.4g %s", sign, lo, hi, kind)
	return word{text: strings.Join(tokens, " "), id: id, amount: true}
}

// bound reads bounds and what only softens them.
func (a *amountReader) bound() (sign string) {
	for range 3 {
		found := false
		for _, b := range bounds {
			if a.take(b.words...) {
				found = true
				if b.sign != "" {
					sign = b.sign
				}
				break
			}
		}
		if !found {
			break
		}
	}
	return sign
}

// vague reads "a few minutes" and "an hour": an unnamed or single number.
func (a *amountReader) vague(sign string) (word, int) {
	article := a.take("a") || a.take("an")
	for _, v := range []string{"few", "several", "couple"} {
		if a.take(v) {
			a.take("of")
			if u := a.unit(); u != "" {
				return word{text: v, id: "#" + sign + v + " " + u[:min(3, len(u))], amount: true}, a.at
			}
			return word{}, 0
		}
	}
	if u := a.peek(0); article && units[u].kind == "time" {
		a.at++
		return amount(a.tokens[:a.at], sign, 1, 1, u), a.at
	}
	return word{}, 0
}

// number reads digits or number words, fractions included.
func (a *amountReader) number() (float64, bool) {
	if a.peek(0) == "half" && (a.peek(1) == "an" || a.peek(1) == "a") {
		a.at += 2
		return 0.5, true
	}
	total, ok := 0.0, false
	for {
		if ok && a.peek(0) == "-" && total >= 20 && numberWords[a.peek(1)] > 0 && numberWords[a.peek(1)] < 10 {
			a.at++ // "twenty-five"
		}
		v, known := value(a.peek(0))
		if !known || ok && v != 100 && v != 1000 && (v >= 10 || total < 20 || int(total)%10 != 0) {
			break
		}
		if ok && v >= 100 {
			total *= v
		} else {
			total += v
		}
		ok = true
		a.at++
	}
	if d, isFraction := fractions[a.peek(0)]; ok && isFraction {
		a.at++
		total /= d
	}
	return total, ok
}

// value is the number that one token stands for.
func value(token string) (float64, bool) {
	if v, ok := numberWords[token]; ok {
		return v, true
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(token, ",", ""), 64)
	return v, err == nil
}

// unit reads a unit, if one comes next.
func (a *amountReader) unit() string {
	u := a.peek(0)
	if u == "°" {
		a.at++
		u = a.peek(0)
	}
	if u == "-" && units[a.peek(1)].kind != "" { // "10-minute"
		a.at++
		u = a.peek(0)
	}
	if units[u].kind == "" {
		return ""
	}
	a.at++
	return u
}
