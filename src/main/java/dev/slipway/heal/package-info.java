/// Compares what should run with what Docker shows, and asks for what is missing. Decides in pure
/// code; nothing else decides that something must be started again.
@NullMarked
package dev.slipway.heal;

import org.jspecify.annotations.NullMarked;
