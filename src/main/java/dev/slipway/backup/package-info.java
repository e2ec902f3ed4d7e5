/// The engine's state as one file, and back.
@NullMarked
package dev.slipway.backup;

import org.jspecify.annotations.NullMarked;
