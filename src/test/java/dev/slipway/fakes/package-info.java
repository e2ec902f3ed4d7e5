/// Boundaries that do as the test says.
@org.jspecify.annotations.NullMarked
package dev.slipway.fakes;
