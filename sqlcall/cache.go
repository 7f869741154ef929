package sqlcall

import (
	"container/list"
	"sync"

	"github.com/callgate/callgate/sqlcall/expr"
)

// Cache keeps what was parsed last, so that a text that comes again is not parsed again. It may be used from many goroutines.
type Cache struct {
	maxEntries int
	maxBytes   int64
	exprs      exprParser

	mu      sync.Mutex
	entries map[string]*list.Element
	recent  *list.List // of *cacheEntry, the last used in front
	bytes   int64
}

type cacheEntry struct {
	text   string
	parsed []Located
}

// bytesPerTextByte is the memory that a parsed statement takes for each byte of its text, as measured, with a margin; entryBytes is
// what every entry takes besides.
const (
	bytesPerTextByte = 24
	entryBytes       = 1024
)

// size estimates the memory that the entry takes.
func (e *cacheEntry) size() int64 { return entryBytes + bytesPerTextByte*int64(len(e.text)) }

// NewCache returns a cache of at most maxEntries texts that take at most about maxBytes bytes of memory.
func NewCache(maxEntries int, maxBytes int64) *Cache {
	return &Cache{maxEntries: maxEntries, maxBytes: maxBytes, exprs: expr.Parse, entries: make(map[string]*list.Element), recent: list.New()}
}

// Parse is [Parse], from the cache where it can. Errors are not cached, nor is a text that would fill an eighth of the cache.
func (c *Cache) Parse(text string) ([]Located, error) {
	c.mu.Lock()
	if e, ok := c.entries[text]; ok {
		c.recent.MoveToFront(e)
		parsed := e.Value.(*cacheEntry).parsed
		c.mu.Unlock()
		return parsed, nil
	}
	c.mu.Unlock()
	parsed, err := parseWith(text, c.exprs)
	if err != nil {
		return nil, err
	}
	c.put(&cacheEntry{text: text, parsed: parsed})
	return parsed, nil
}

// put adds an entry and removes those used longest ago until the limits hold.
func (c *Cache) put(entry *cacheEntry) {
	if entry.size() > c.maxBytes/8 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[entry.text]; ok {
		return
	}
	c.entries[entry.text] = c.recent.PushFront(entry)
	c.bytes += entry.size()
	for len(c.entries) > c.maxEntries || c.bytes > c.maxBytes {
		last := c.recent.Remove(c.recent.Back()).(*cacheEntry)
		delete(c.entries, last.text)
		c.bytes -= last.size()
	}
}
