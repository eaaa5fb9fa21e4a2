package chat

import (
	"regexp"

	"github.com/limber-health/limber/retrieval"
)

// forms are the words by which a direct answer to a type of question is
// known: a reason for "why", a length of time for "how long".
var forms = map[retrieval.QuestionType]*regexp.Regexp{
	"cause":       regexp.MustCompile(`(?i)\b(because|causes?|caused|due to|leads? to|happens? when|comes? from|result|results|reason|trigger(s|ed)?|linked to|makes?)\b`),
	"duration":    regexp.MustCompile(`(?i)\b(\d+|one|two|three|four|six|few|several)\b.{0,20}\b(seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\b(lasts?|peaks?|fades?|lifelong|long-term)\b`),
	"treatment":   regexp.MustCompile(`(?i)\b(helps?|eases?|relieves?|treat(s|ed|ment|ments)?|reduces?|may offer|can offer|try|loosens?|improves?|soothes?)\b`),
	"prevention":  regexp.MustCompile(`(?i)\b(prevent(s|ed|ion)?|lowers? the (risk|chance)|reduces? the (risk|chance)|avoid(s|ing)?|less likely|stop(s|ping)?)\b`),
	"symptoms":    regexp.MustCompile(`(?i)\b(feels?|symptoms?|signs?|pain|ache|aching|tingling|swelling|numb(ness)?|burning|throbbing)\b`),
	"definition":  regexp.MustCompile(`(?i)\b(is|are|means) (an?|the|when|where|painful|sudden|damage|narrow)`),
	"diagnosis":   regexp.MustCompile(`(?i)\b(tests?|scan|ultrasound|blood test|exam(ination|ines?)?|diagnos\w+|checks?|measure(s|d)?)\b`),
	"risk":        regexp.MustCompile(`(?i)\b(more likely|risk|common(er)? in|higher chance|raises?|older|family)\b`),
	"seriousness": regexp.MustCompile(`(?i)\b(see a doctor|emergency|urgent(ly)?|serious|medical help|same-day|same day|call|warning|dangerous|harmless|professional)\b`),
}

// directForm is 1 if a sentence has the form of a direct answer to the type
// of question, else 0.
func directForm(t retrieval.QuestionType, sentence string) float64 {
	if re, ok := forms[t]; ok && re.MatchString(sentence) {
		return 1
	}
	return 0
}
