// Package command runs Flink's statements around CALL: SHOW, USE, DESCRIBE, and the creation and removal of catalogs and databases.
// Column names and error texts are Flink's (org.apache.flink.table.operations).
package command
