package guard

// numberWords are the numbers people write out.
var numberWords = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
	"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
	"fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
	"ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12,
}

// joinNumbers merges "twenty five" and "38 point 5" into one number.
func joinNumbers(in []token) []token {
	out := in[:0]
	for i := 0; i < len(in); i++ {
		t := in[i]
		if n := len(out); n > 0 && t.isNum && t.brk == joined && out[n-1].isNum {
			last := &out[n-1]
			if last.num >= 20 && last.num < 100 && t.num >= 1 && t.num < 10 && last.text != "#" && t.text != "#" {
				last.num += t.num
				last.end = t.end
				continue
			}
		}
		if n := len(out); n > 1 && t.isNum && t.num < 10 && out[n-1].text == "point" && out[n-2].isNum {
			out[n-2].num += t.num / 10
			out[n-2].end = t.end
			out = out[:n-1]
			continue
		}
		out = append(out, t)
	}
	return out
}
