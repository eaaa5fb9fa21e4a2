package chat

import (
	"regexp"
	"strings"
)

// People ask for a way without medicine: "what helps restless legs without
// pills?". A search finds what a question names, and would answer with the very
// pills. So the wish is left out of what is searched for, and sentences about
// medicine stand back.
var (
	withoutMedicine = regexp.MustCompile(`(?i),?[ ]*\b(?:(?:and |but )?(?:without|w/o|instead of|rather than|other than|besides|apart from|avoiding|(?:do ?n[o']t|dont|not) (?:really )?(?:want|like|fancy)(?: to)?)` +
		`(?: (?:any|all|taking|take|using|use|having|more|need(?:ing)?|resorting to|popping|swallowing|prescription|strong))* ` + medicines + `|(?:^|[,.;] *|\b(?:please|but|and) )no (?:more )?` + medicines + `(?: please| pls|[.,!?]|$))`)

	elseAsked = regexp.MustCompile(`(?i)\bwhat else\b`)

	medicineNamed = regexp.MustCompile(`(?i)\b(medicines?|medications?|medicated|drugs?|tablets?|pills?|doses?|prescri\w+|pharmacists?|painkillers?|antidepressants?|antibiotics?|antihistamines?|gabapentin|pregabalin|dopamine|ropinirole|pramipexole|quinine|opioids?|codeine|tramadol|morphine|duloxetine|amitriptyline|naproxen|ibuprofen|paracetamol|acetaminophen|aspirin|statins?|steroids?|injections?|baclofen|diuretics?|bisphosphonates?|allergy products)\b`)
)

// medicines are words for medicine of any kind.
const medicines = `(?:medicines?|medications?|medicating|meds?|tablets?|tabs|pills?|drugs?|painkillers?|pain killers?|prescriptions?|prescription (?:drugs?|meds?|medicines?))\b`

// leaveOut gives a message without the wish that there be no medicine, and
// whether it had one and still asks something.
func leaveOut(message string) (rest string, ok bool) {
	words := strings.Fields(withoutMedicine.ReplaceAllString(message, " "))
	rest = strings.ReplaceAll(strings.Join(words, " "), " ?", "?")
	if !withoutMedicine.MatchString(message) || len(words) < fewestAsked {
		return message, false
	}
	rest = elseAsked.ReplaceAllString(rest, "what") // else than medicine
	if strings.Contains(message, "?") && !strings.Contains(rest, "?") {
		rest += "?"
	}
	return rest, true
}

// fewestAsked is the fewest words of a question that stands by itself.
const fewestAsked = 2
