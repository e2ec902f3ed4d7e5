/// How the stages meet: one sealed inbox of events per stage, the bus that carries them, the lanes
/// that keep each app's work in order, and the journal that keeps what happened. Events are nudges;
/// the store is the truth.
@NullMarked
package dev.slipway.pipeline;

import org.jspecify.annotations.NullMarked;
