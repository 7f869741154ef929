// Package catalog maps names to procedures: catalogs hold databases, databases hold procedures.
//
// A [Catalog] is one source of procedures, made by a [Factory] that is found by its identifier. The [Manager] holds all
// catalogs and publishes immutable, versioned [Snapshot]s, in which names are resolved.
package catalog
