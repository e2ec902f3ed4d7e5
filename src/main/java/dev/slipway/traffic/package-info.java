/// How much came to each app and how it was answered: the edge's growing counts, made into sums
/// since the engine's start and of the last minute. Imports the boundaries to Nginx and the store,
/// no stage.
@NullMarked
package dev.slipway.traffic;

import org.jspecify.annotations.NullMarked;
