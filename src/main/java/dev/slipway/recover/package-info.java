/// Bringing back what the store does not know any more, from what runs.
@NullMarked
package dev.slipway.recover;

import org.jspecify.annotations.NullMarked;
