/// The vocabulary of Slipway: immutable values that every stage of the pipeline speaks in. Each one
/// refuses nonsense at birth with one complaint that names it, so that inside there is nothing left
/// to check. Imports `java.*` only.
@NullMarked
package dev.slipway.app;

import org.jspecify.annotations.NullMarked;
