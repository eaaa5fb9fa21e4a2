package retrieval

// A Snapshot is everything an index is made from: the articles, their
// passages and one vector per passage. It is immutable once built; package
// ingest stores it as a generation on disk.
type Snapshot struct {
	Stamp    Stamp
	Articles []Article
	Hashes   []string    // content hash per article, hex SHA-256, same order as Articles
	Passages []Passage   // in article order, then text order
	Vectors  [][]float32 // one per passage, unit length, Stamp.Dim long
}

// A Stamp names what a snapshot was built with. A snapshot opens only with
// the same embedder and chunker.
type Stamp struct {
	Embedder string // identity of the embedder: weights' hash, or a server's provider, host, model and prefix
	Dim      int    // length of every vector
	Chunker  string // name and version of the passage splitter
	Corpus   string // hex SHA-256 over the article hashes in slug order
}
