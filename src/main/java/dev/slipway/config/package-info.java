/// The engine's own settings, read once at start from the environment and `application.properties`.
@NullMarked
package dev.slipway.config;

import org.jspecify.annotations.NullMarked;
