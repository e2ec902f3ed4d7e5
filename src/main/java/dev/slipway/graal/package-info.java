/// What the native image must be told about libraries that look at themselves by reflection. Used
/// by the native build only; with `application.properties` the one place where such things are
/// kept.
@NullMarked
package dev.slipway.graal;

import org.jspecify.annotations.NullMarked;
