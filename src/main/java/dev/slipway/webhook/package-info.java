/// What Git hosts send becomes a deployment: proof first, over the raw bytes, then the meaning.
@NullMarked
package dev.slipway.webhook;

import org.jspecify.annotations.NullMarked;
