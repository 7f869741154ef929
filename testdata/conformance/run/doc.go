// Package run runs the statements of the corpus: in this process, where Flink's types can be seen, and over the wire.
package run
