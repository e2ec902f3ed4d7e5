/// The REST face: JSON in, JSON out, problem+json on error; who may come in; health and metrics.
@NullMarked
package dev.slipway.api;

import org.jspecify.annotations.NullMarked;
