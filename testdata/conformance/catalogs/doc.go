// Package catalogs holds the catalogs that the statements of the conformance corpus call: the procedures that Flink's oracle
// ran, written again with the SDK, in four catalogs of the same names.
//
// Databases system, hints, named and overload are Go functions and methods extracted by reflection, with hints in the places
// where the Java classes have their annotations. The rest (echoes of every type, stubs of Paimon and Fluss, odd results)
// differs only in types and names: it is written as signature texts, such as "table STRING, parallelism INT?".
package catalogs
