/// What is kept, and the taking away of the rest: old releases with their images, and what a killed
/// engine left behind.
@NullMarked
package dev.slipway.retain;

import org.jspecify.annotations.NullMarked;
